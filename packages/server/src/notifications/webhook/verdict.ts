import type { Answer } from './attempt.ts';
import { pauseBeforeRetry, readRetryAfter } from './retry.ts';

/**
 * What becomes of a delivery after an attempt. delivered: done. retry: again after a pause; for `silentMs` the receiver
 * wants nothing at all. exhausted: the schedule is at its end. gone: the receiver wants nothing any more.
 */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly pauseMs: number; readonly silentMs: number }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'gone' };

const GONE = 410;
/** Statuses with which a receiver asks for less (Standard Webhooks 1.0): Retry-After then holds for all subjects. */
const OVERLOADED: readonly number[] = [429, 502, 503, 504];

/**
 * @param attempts made so far, this one included
 * @param retryMs pauses before the second, third, ... attempt
 * @param random from 0 to 1; spreads the pause
 */
export function judge(
  answer: Answer,
  { attempts, retryMs, random, now }: { attempts: number; retryMs: readonly number[]; random: number; now: number },
): Verdict {
  if (isSuccess(answer)) return { kind: 'delivered' };
  if (answer.status === GONE) return { kind: 'gone' };
  if (attempts > retryMs.length) return { kind: 'exhausted' };
  const askedMs = answer.status === undefined ? 0 : readRetryAfter(answer.headers['retry-after'], now);
  const silentMs = answer.status !== undefined && OVERLOADED.includes(answer.status) ? askedMs : 0;
  return { kind: 'retry', pauseMs: pauseBeforeRetry(retryMs, attempts, random, askedMs), silentMs };
}

/** 2xx is success and nothing else is: a redirect is not followed (Standard Webhooks 1.0). */
export function isSuccess(answer: Answer): boolean {
  return answer.status !== undefined && answer.status >= 200 && answer.status < 300;
}
