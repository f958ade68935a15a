import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the look gives something. The limit is only for tests that fail. */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>, what: string) {
  const end = performance.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`did not see: ${what}`);
    await delay(5);
  }
}
