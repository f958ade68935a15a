import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the look gives something. @throws Error naming what was not seen */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  { timeoutMs = 10_000, everyMs = 10 } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > deadline) throw new Error(`did not see ${what} within ${timeoutMs} ms`);
    await delay(everyMs);
  }
}
