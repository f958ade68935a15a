import type { CallActionBody } from '@cordboard/contract';
import type { CallAction } from '@cordboard/pbx';
import { ApiError, badRequest } from '../http/index.ts';

/** Marks that people write between digits. */
const DIGIT_SEPARATORS = /[\s().-]/g;

/**
 * The action that a body asks for. Arguments are read where the contract's clients put them (contract section 4): a
 * `destination` wins over `args`, for Mitel's own program always sends the call's id in `args`; arguments that an
 * action does not need are ignored.
 * @throws ApiError missing_argument, invalid_request
 */
export function readAction(body: CallActionBody, callId: string): CallAction {
  const { action } = body;
  switch (action) {
    case 'answer':
    case 'end':
    case 'hold':
    case 'retrieve':
    case 'pauseRecording':
    case 'resumeRecording':
      return { action };
    case 'redirect':
    case 'blindTransfer':
    case 'consult':
      return { action, destination: destinationOf(body) };
    case 'supervisedTransfer':
      return { action, otherCallId: otherCallOf(body, callId) };
    case 'conference':
      return { action, ...conferenceWith(body, callId) };
    case 'dtmf':
      return { action, digits: digitsOf(body) };
    case 'tagRecording':
      return { action, tags: tagsOf(body) };
  }
}

/** Short id of a call from either form (contract section 4, "callId forms"). */
export function shortCallId(callId: string): string {
  return /(?:^|\/)endpoints\/[^/]+\/calls\/([^/]+)$/.exec(callId)?.[1] ?? callId;
}

function destinationOf({ action, destination, args, callId }: CallActionBody): string {
  const number = [destination, args, callId].find((value) => value !== undefined && value.trim() !== '');
  if (number !== undefined) return number.trim();
  throw new ApiError('missing_argument', `The action ${action} needs a destination: the number to move the call to.`, {
    param: 'destination',
  });
}

/** It needs no argument; a call that is named besides the own one is meant. */
function conferenceWith({ args, callId }: CallActionBody, own: string): { otherCallId?: string } {
  const other = [args, callId].map((value) => shortCallId(value?.trim() ?? '')).find((id) => id !== '' && id !== own);
  return other === undefined ? {} : { otherCallId: other };
}

function digitsOf({ args, destination }: CallActionBody): string {
  const digits = (args ?? destination ?? '').replace(DIGIT_SEPARATORS, '');
  if (/^[0-9A-D*#]{1,64}$/i.test(digits)) return digits;
  throw badRequest('args', 'args must be digits to send: 0 to 9, *, # and A to D, 64 at most.');
}

/** Tags are texts by name; other JSON values are kept as their JSON text. */
function tagsOf({ args }: CallActionBody): Record<string, string> {
  const tags = parsedJson(args);
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) {
    throw badRequest('args', 'args must be the text of a JSON object, such as {"customer":"4711"}.');
  }
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function parsedJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function otherCallOf({ args, callId, destination }: CallActionBody, own: string): string {
  const named = [args, callId, destination].flatMap((value) =>
    value === undefined || value.trim() === '' ? [] : [shortCallId(value.trim())],
  );
  const other = named.find((id) => id !== own) ?? named[0];
  if (other !== undefined) return other;
  throw new ApiError('missing_argument', 'The action supervisedTransfer needs args: the id of the other call.', {
    param: 'args',
  });
}
