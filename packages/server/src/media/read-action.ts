import type { CallActionBody } from '@cordboard/contract';
import type { CallAction } from '@cordboard/pbx';
import { ApiError } from '../http/index.ts';

/**
 * The action that a body asks for. Arguments are read where the contract's clients put them (contract section 4): a
 * `destination` wins over `args`, for Mitel's own program always sends the call's id in `args`; arguments that an
 * action does not need are ignored.
 * @throws ApiError missing_argument, not_implemented
 */
export function readAction(body: CallActionBody, callId: string): CallAction {
  const { action } = body;
  switch (action) {
    case 'answer':
    case 'end':
    case 'hold':
    case 'retrieve':
      return { action };
    case 'redirect':
    case 'blindTransfer':
    case 'consult':
      return { action, destination: destinationOf(body) };
    case 'supervisedTransfer':
      return { action, otherCallId: otherCallOf(body, callId) };
    default:
      throw new ApiError('not_implemented', `The action ${action} is not served yet.`, { param: 'action' });
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
