import { expect, test, vi } from 'vitest';
import { ManualClock } from './support/manual-clock.ts';
import { running, startPlatform } from './support/router.ts';

/** A router and a platform on one clock that the test turns. */
async function onManualClock() {
  const clock = new ManualClock();
  const platform = await startPlatform();
  platform.now = () => clock.now();
  platform.lifetimeMs = 600_000;
  const all = await running({ platform, clock, checkEveryMs: 30_000 });
  return { ...all, clock };
}

test('subscribes again before the subscription expires, and removes the old one', async () => {
  const { platform, clock, router } = await onManualClock();
  const [first] = platform.made;
  for (let check = 0; check < 17; check += 1) {
    await vi.waitFor(() => expect(clock.next).toBe(30_000));
    clock.advance(30_000);
  }
  await vi.waitFor(() => expect(clock.next).toBe(30_000));
  expect(platform.made).toHaveLength(1);
  clock.advance(30_000);
  await vi.waitFor(() => expect(platform.made).toHaveLength(2));
  await vi.waitFor(() => expect([...platform.subscriptions.keys()]).toEqual([platform.latest.subscriptionId]));
  expect(router.subscriptionId).toBe(platform.latest.subscriptionId);
  // The last webhooks of the old one are still believed.
  expect(await platform.deliver({ callId: '1' }, { subscription: first })).toBe(200);
  expect(await platform.deliver({ callId: '2' })).toBe(200);
  await vi.waitFor(() => expect(platform.actions).toHaveLength(2));
});

test.each(['vanished', 'disabled'])('subscribes again when the subscription has %s', async (what) => {
  const { platform, clock, report } = await onManualClock();
  const { subscriptionId } = platform.latest;
  if (what === 'vanished') platform.subscriptions.delete(subscriptionId);
  else platform.latest.status = 'disabled';
  await vi.waitFor(() => expect(clock.next).toBe(30_000));
  clock.advance(30_000);
  await vi.waitFor(() => expect(platform.made).toHaveLength(2));
  await vi.waitFor(() => expect([...platform.subscriptions.keys()]).toEqual([platform.latest.subscriptionId]));
  expect(report.warnings[0]).toContain(what);
  expect(await platform.deliver({})).toBe(200);
});

test('keeps trying, less and less often, while the platform fails', async () => {
  const { platform, clock, report } = await onManualClock();
  platform.subscriptionsFail = { status: 500, body: { name: 'InternalServerError', message: 'Broken.' } };
  const pauses: (number | undefined)[] = [];
  for (let failures = 1; failures <= 7; failures += 1) {
    await vi.waitFor(() => expect(clock.next).toBeDefined());
    clock.advance(clock.next!);
    await vi.waitFor(() => expect(report.warnings).toHaveLength(failures));
    await vi.waitFor(() => expect(clock.next).toBeDefined());
    pauses.push(clock.next);
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(report.warnings[0]).toBe('the subscription could not be looked after: Broken. (500 InternalServerError)');
  platform.subscriptionsFail = undefined;
  platform.subscriptions.clear();
  clock.advance(30_000);
  await vi.waitFor(() => expect(platform.made).toHaveLength(2));
});

test('a webhook that is faster than the answer with its secret is believed', async () => {
  const { platform, clock, router } = await onManualClock();
  const { promise, resolve: release } = Promise.withResolvers<void>();
  platform.hold = promise;
  platform.subscriptions.clear();
  await vi.waitFor(() => expect(clock.next).toBe(30_000));
  clock.advance(30_000);
  await vi.waitFor(() => expect(platform.made).toHaveLength(2));
  const early = platform.deliver({ callId: '5' });
  // The router is there to look at it, and has no secret yet.
  const health = new URL('/health', router.webhookUrl);
  for (let turn = 0; turn < 5; turn += 1) await Promise.race([early, fetch(health).then((answer) => answer.text())]);
  release();
  expect(await early).toBe(200);
});
