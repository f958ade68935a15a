import type { CreateCallBody } from '@cordboard/contract';
import type { MakeCallRequest } from '@cordboard/pbx';
import { ApiError, badRequest } from '../http/index.ts';

/** Marks that people write between digits. */
const SEPARATORS = /[\s().\-/]/g;
const NUMBER = /^\+?[0-9*#]{1,32}$/;

/** Who may show which number is the service's question: see `mayShow`. */
export interface CallRequestRules {
  mayShow(number: string): boolean;
}

/**
 * The call that a body asks for (contract section 4). What it asks for and this server does not do is refused rather
 * than left out: who waits for a request to their URL must not wait for ever.
 * @throws ApiError invalid_request, forbidden, not_implemented
 */
export function readCallRequest(body: CreateCallBody, { mayShow }: CallRequestRules): MakeCallRequest {
  for (const field of ['executeOnAnswer', 'successUrl', 'failureUrl'] as const) {
    if (!body[field]) continue;
    throw new ApiError('not_implemented', `${field} is not served yet; make the call without it.`, { param: field });
  }
  const { to, fromName, originateTimeout } = body;
  const from = body.from === undefined ? undefined : shownNumber(body.from, mayShow);
  return {
    to,
    ...(body.record === true ? { record: true } : {}),
    ...(from === undefined ? {} : { from }),
    ...(fromName === undefined ? {} : { fromName }),
    // 0 is no wish (contract section 4: 0-120 s).
    ...(originateTimeout ? { timeoutMs: originateTimeout * 1_000 } : {}),
  };
}

function shownNumber(written: string, mayShow: (number: string) => boolean): string {
  const number = written.replace(SEPARATORS, '');
  if (!NUMBER.test(number)) throw badRequest('from', 'from must be a number, such as 2880 or +16135550199.');
  if (mayShow(number)) return number;
  throw new ApiError('forbidden', `${number} is not a number of this endpoint; to show another needs ACCOUNT_ADMIN.`, {
    param: 'from',
  });
}
