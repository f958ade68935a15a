import type { Call } from '@cordboard/pbx';
import { ApiError } from '../../http/index.ts';

export type Verdict = 'success' | 'failure' | undefined;

/**
 * What has become of the command that made a call; undefined while that is open. A call succeeds when it is answered,
 * one that is to be bridged when it was.
 */
export function verdictOn(call: Call, bridge: boolean): Verdict {
  if (bridge && call.final && call.cause === 'transfer') return 'success';
  if (!bridge && call.answeredAt !== undefined) return 'success';
  return call.final ? 'failure' : undefined;
}

/** Why a call that is over was no success. */
export function failureOf({ cause, answeredAt }: Call): ApiError {
  const when = answeredAt === undefined ? 'it was answered' : 'it was bridged';
  const code = cause === 'callNotAnswer' ? 'phone_timeout' : 'phone_refused';
  return new ApiError(code, `The call ended before ${when}: ${cause}.`);
}
