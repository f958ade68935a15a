import type { CreateCallBody } from '@cordboard/contract';
import type { MakeCallRequest } from '@cordboard/pbx';
import { ApiError, badRequest } from '../http/index.ts';
import { shortCallId } from './read-action.ts';

/** Marks that people write between digits. */
const SEPARATORS = /[\s().\-/]/g;
const NUMBER = /^\+?[0-9*#]{1,32}$/;

/** Who may show which number is the service's question: see `mayShow`. */
export interface CallRequestRules {
  mayShow(number: string): boolean;
}

/**
 * The call that a body asks for (contract section 4).
 * @throws ApiError invalid_request, missing_argument, forbidden
 */
export function readCallRequest(body: CreateCallBody, { mayShow }: CallRequestRules): MakeCallRequest {
  const { to, fromName, originateTimeout } = body;
  const from = body.from === undefined ? undefined : shownNumber(body.from, mayShow);
  const associatedCallId = associatedCallOf(body);
  return {
    to,
    ...(body.record === true ? { record: true } : {}),
    ...(associatedCallId === undefined ? {} : { associatedCallId }),
    ...(from === undefined ? {} : { from }),
    ...(fromName === undefined ? {} : { fromName }),
    // 0 is no wish (contract section 4: 0-120 s).
    ...(originateTimeout ? { timeoutMs: originateTimeout * 1_000 } : {}),
  };
}

function associatedCallOf({ associatedCallId, executeOnAnswer, record }: CreateCallBody): string | undefined {
  if (executeOnAnswer && !associatedCallId) {
    const words = 'A call that is bridged on answer needs associatedCallId: the call to bridge it with.';
    throw new ApiError('missing_argument', words, { param: 'associatedCallId' });
  }
  if (executeOnAnswer && record === true) {
    throw badRequest('record', 'A call that is bridged on answer leaves the endpoint, whose call would be recorded.');
  }
  return associatedCallId ? shortCallId(associatedCallId) : undefined;
}

function shownNumber(written: string, mayShow: (number: string) => boolean): string {
  const number = written.replace(SEPARATORS, '');
  if (!NUMBER.test(number)) throw badRequest('from', 'from must be a number, such as 2880 or +16135550199.');
  if (mayShow(number)) return number;
  throw new ApiError('forbidden', `${number} is not a number of this endpoint; to show another needs ACCOUNT_ADMIN.`, {
    param: 'from',
  });
}
