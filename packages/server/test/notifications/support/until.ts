import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds. The limit is only for tests that fail. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'the condition'): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what} did not come true`);
    await delay(3);
  }
}

/** Gives everything that could still happen the time to happen, before a test says that it did not. */
export async function settle(): Promise<void> {
  await delay(60);
}
