import type { Random } from '../random.ts';

const BASE_MS = 5_000;
const MOST_MS = 300_000;

/**
 * The pause before the next try after so many failures in a row: doubled each time, and half of it random, so that a
 * registrar that comes back does not meet all of its clients at once (RFC 5626 section 4.5).
 */
export function backOffMs(failures: number, random: Random): number {
  const upper = Math.min(MOST_MS, BASE_MS * 2 ** Math.min(failures - 1, 10));
  return upper * (0.5 + random.number() / 2);
}
