import type { Operation } from '@cordboard/contract';
import { CordboardConnectionError, CordboardError } from './errors.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
/** A server that asks for a longer pause gets its error reported: a caller should not hang for minutes. */
const LONGEST_ASKED_MS = 60_000;

/**
 * How often a request may be done:
 * `repeatable` GET, PUT, DELETE, and POST with an Idempotency-Key;
 * `once` again only when it was certainly not done (429, 503, connection refused);
 * `never` sent again at all.
 */
export type Repeat = 'repeatable' | 'once' | 'never';

// A PUT by its method, but a command by its meaning: `hold` on a held call retrieves it (contract section 4), a consult
// done twice is two calls.
const commands: ReadonlySet<string> = new Set(['updateCallByEndpointId']);

export function repeatOf(operation: Operation, hasIdempotencyKey: boolean): Repeat {
  if (operation.method === 'POST') return hasIdempotencyKey ? 'repeatable' : 'never';
  return commands.has(operation.id) ? 'once' : 'repeatable';
}

/** Milliseconds until the next attempt, or undefined when there should be none. */
export function pauseBeforeRetry(
  error: unknown,
  o: { repeat: Repeat; attempt: number; retries: number; random: () => number },
): number | undefined {
  if (o.attempt > o.retries || !mayRepeat(error, o.repeat)) return undefined;
  const asked = error instanceof CordboardError ? (error.retryAfterMs ?? 0) : 0;
  if (asked > LONGEST_ASKED_MS) return undefined;
  return asked + backOff(o.attempt, o.random);
}

/** Milliseconds after so many attempts, with jitter: clients that were refused together do not come back together. */
export function backOff(attempt: number, random: () => number): number {
  return Math.round(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + 0.5 * random()));
}

function mayRepeat(error: unknown, repeat: Repeat): boolean {
  if (repeat === 'never') return false;
  if (error instanceof CordboardConnectionError) return repeat === 'repeatable' || error.neverSent;
  if (!(error instanceof CordboardError)) return false;
  if (error.status === 429 || error.status === 503) return true;
  // The first attempt, whose answer was lost, is still running: its result will be the answer to the same key.
  if (error.code === 'idempotency_in_progress') return repeat === 'repeatable';
  return repeat === 'repeatable' && (error.status === 502 || error.status === 504);
}

/** Reads Retry-After (RFC 9110 section 10.2.3): seconds or a date. Milliseconds from now; undefined when unreadable. */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}
