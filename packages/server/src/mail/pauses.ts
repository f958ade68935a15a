const MINUTE_MS = 60_000;

/** Before the second attempt, the third, and so on; the last one again and again. */
const pausesMs = [10_000, 30_000, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS];

/** @param attempts made so far, at least 1 */
export function pauseAfter(attempts: number): number {
  return pausesMs[Math.min(attempts, pausesMs.length) - 1]!;
}
