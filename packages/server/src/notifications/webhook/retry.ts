/** Longest pause that a receiver may ask for. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/**
 * The pause before the next attempt: from the schedule, spread by a fifth to both sides so that receivers that come
 * back are not met by everything at once, and at least what the receiver asked for.
 *
 * @param attempts made so far, at least 1
 * @param random from 0 to 1
 */
export function pauseBeforeRetry(schedule: readonly number[], attempts: number, random: number, askedMs = 0): number {
  const base = schedule[Math.min(attempts, schedule.length) - 1] ?? 0;
  return Math.max(Math.round(base * (0.8 + 0.4 * random)), askedMs);
}

/** Reads Retry-After (RFC 9110 section 10.2.3): seconds or a date. 0 when absent, past or malformed. */
export function readRetryAfter(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) : 0;
}
