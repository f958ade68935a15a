import { verifyWebhook, webhookId } from '@cordboard/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Receiver } from '../../server/test/notifications/support/receiver.ts';
import { until } from '../../server/test/notifications/support/until.ts';
import { admin, callPublication, World } from '../../server/test/notifications/support/world.ts';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../../server/test/support/storage.ts';

const DAY_MS = 86_400_000;

cleanUpAfterEach();
let world: World;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start();
  world = await World.start(await openAt(await temporaryFolder()), { subscriptionLifetimeMs: 2 * DAY_MS });
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

test('what the server signs is believed with either secret while it rotates, and with the new one afterwards', async () => {
  const { service } = world.notifications;
  const { subscriptionId, secret: old = '' } = await world.subscribe(receiver.url);
  const { secret: next } = await service.rotateSecret(admin, subscriptionId);

  const verify = async (secret: string | readonly string[], n: number) => {
    await until(() => receiver.received.length === n, 'the webhook');
    const { headers, text } = receiver.received[n - 1]!;
    return verifyWebhook({ headers, rawBody: text, secret, now: world.clock.now() });
  };
  await world.publish(callPublication(1));
  for (const secret of [old, next, [old, next]]) {
    expect(await verify(secret, 1)).toMatchObject({ content: { n: 1 }, subscription: { subscriptionId } });
  }
  const { headers } = receiver.received[0]!;
  expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  expect(webhookId(headers)).toBe(headers['webhook-id']);

  await until(() => world.notifications.stats().inFlight === 0, 'the answer taken');
  world.clock.advance(DAY_MS);
  await world.publish(callPublication(2));
  await expect(verify(old, 2)).rejects.toMatchObject({ problem: 'wrongSignature' });
  expect(await verify([old, next], 2)).toMatchObject({ content: { n: 2 } });
});
