import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { eachMailroom } from '../support/mailroom.ts';
import { Receiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';
import { admin, callPublication, subscriptionTo } from '../support/world.ts';

const HOUR = 3_600_000;

eachMailroom('webhooks of a subscription that changes', (room) => {
  const service = () => room.world.notifications.service;

  test('go on when it is renewed, beyond the first expiry', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.world.clock.advance(20 * HOUR);
    await service().update(admin, subscriptionId, {});
    room.world.clock.advance(20 * HOUR);
    await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length === 1);
    expect(room.receiver.numbers).toEqual([1]);
  });

  test('that pause go at once to where it leads now, in order', async () => {
    const other = await Receiver.start();
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    await room.world.publish(callPublication(1), callPublication(2));
    await until(() => room.world.clock.awaits(5_000), 'the pause');
    await service().update(admin, subscriptionId, { deviceId: other.url });
    await room.nothingPending();
    expect([room.receiver.numbers, other.numbers]).toEqual([[1], [1, 2]]);
    await other.close();
  });

  test('follow changed filters', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    await service().update(admin, subscriptionId, { subjectFilter: '/calls/7$' });
    await room.world.publish(callPublication(1, '23'), callPublication(2, '7'));
    await until(() => room.receiver.received.length === 1);
    await room.nothingPending();
    expect(room.receiver.numbers).toEqual([2]);
  });

  test('come again from the moment on at which a disabled one is switched on', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 410 });
    await room.world.publish(callPublication(1));
    await until(async () => (await service().get(admin, subscriptionId)).status === 'disabled', 'disabled');
    await room.world.publish(callPublication(2));
    room.receiver.reply = () => ({ status: 200 });
    const body = await service().update(admin, subscriptionId, { status: 'active' });
    expect(body).toMatchObject({ status: 'active' });
    expect(body).not.toHaveProperty('disabledCause');
    await room.world.publish(callPublication(3));
    await until(() => room.receiver.received.length === 2);
    expect(room.receiver.numbers).toEqual([1, 3]);
  });

  test('are signed with both secrets for a day after a rotation, then with the new one alone', async () => {
    await room.restart({ subscriptionLifetimeMs: 48 * HOUR });
    const { subscriptionId, secret = '' } = await room.world.subscribe(room.receiver.url);
    const rotated = await service().rotateSecret(admin, subscriptionId);
    const verified = (index: number, by: string) => {
      const { text, headers } = room.receiver.received[index]!;
      const stamped = { ...(headers as Record<string, string>) };
      try {
        new Webhook(by).verify(text, stamped);
        return true;
      } catch {
        return false;
      }
    };
    await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length === 1);
    expect([verified(0, secret), verified(0, rotated.secret)]).toEqual([true, true]);
    await room.nothingPending();
    await until(() => room.world.notifications.stats().inFlight === 0);
    room.world.clock.advance(24 * HOUR);
    await room.world.publish(callPublication(2));
    await until(() => room.receiver.received.length === 2);
    expect(String(room.receiver.received[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  test('nobody makes more subscriptions than the account may have', async () => {
    await room.restart({ subscriptionsPerAccount: 2 });
    await room.world.subscribe(room.receiver.url);
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    await expect(room.world.subscribe(room.receiver.url)).rejects.toMatchObject({ code: 'subscription_limit' });
    await service().delete(admin, subscriptionId);
    await service().create(admin, subscriptionTo(room.receiver.url));
  });
});
