import { expect, test } from 'vitest';
import { retryEvery } from '../support/engine.ts';
import { GatedStorage } from '../support/gated-storage.ts';
import { eachMailroom } from '../support/mailroom.ts';
import { settle, until } from '../support/until.ts';
import { admin, callPublication } from '../support/world.ts';

eachMailroom('webhooks', (room) => {
  test('stop when the receiver is gone (410)', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 410 });
    await room.world.publish(callPublication(1), callPublication(2));
    await room.nothingPending();
    await room.world.publish(callPublication(3));
    await settle();
    expect(room.receiver.numbers).toEqual([1]);
    await until(async () => (await room.world.notifications.service.get(admin, subscriptionId)).status === 'disabled');
    expect(room.world.notifications.stats().subscriptions).toBe(0);
  });

  test('stop when nothing could be delivered for too long', async () => {
    await room.restart({ disableAfterMs: 10_000, subscriptionLifetimeMs: 1e9, retryMs: retryEvery(2_000) });
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 503 });
    await room.world.publish(callPublication(1));
    for (let count = 1; room.world.notifications.stats().subscriptions > 0; count += 1) {
      await until(
        async () =>
          (await room.pending())[0]?.attempts === count || room.world.notifications.stats().subscriptions === 0,
      );
      await until(() => room.world.clock.nextIn !== undefined);
      room.world.clock.advance(room.world.clock.nextIn!);
    }
    await room.nothingPending();
    const row = await room.storage.read.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ subscriptionId, disabledCause: 'failing' });
    expect(room.receiver.received.length).toBeGreaterThanOrEqual(4);
  });

  test('end when the subscription is deleted', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    await room.world.publish(callPublication(1), callPublication(2));
    await until(async () => (await room.pending())[0]?.attempts === 1);
    await room.world.notifications.service.delete(admin, subscriptionId);
    expect(await room.pending()).toEqual([]);
    room.world.clock.advance(60_000);
    await room.world.publish(callPublication(3));
    await settle();
    expect(room.receiver.received).toHaveLength(1);
  });

  test('end when the subscription has expired, pending ones too', async () => {
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    await room.world.publish(callPublication(1));
    await until(async () => (await room.pending())[0]?.attempts === 1);
    room.world.clock.advance(86_400_000 - 1);
    const before = room.receiver.received.length;
    room.world.clock.advance(1);
    await room.world.publish(callPublication(2));
    await until(async () => {
      room.world.clock.advance(30_000);
      return (await room.pending()).length === 0;
    }, 'empty deliveries');
    expect(room.receiver.received.slice(before).map(({ body }) => body.content.n)).not.toContain(2);
  });

  test('leave nothing behind when the subscription is deleted while they are being stored', async () => {
    const gated = new GatedStorage(room.storage);
    await room.restart({}, gated);
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    const published = room.world.publish(callPublication(1));
    const open = gated.holdNext();
    await published;
    await until(() => gated.holding);
    await room.world.notifications.service.delete(admin, subscriptionId);
    open();
    await until(async () =>
      (await room.storage.read.selectFrom('cursors').selectAll().execute()).some((c) => c.sequence > 0),
    );
    await room.nothingPending();
    expect(room.receiver.received).toEqual([]);
  });

  test('that were stored for a subscription that is gone are removed at the start', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    await room.world.publish(callPublication(1));
    await until(async () => (await room.pending())[0]?.attempts === 1);
    await room.world.close();
    await room.storage.transaction((tx) =>
      tx.db.deleteFrom('subscriptions').where('subscriptionId', '=', subscriptionId).execute(),
    );
    await room.restart();
    expect(await room.pending()).toEqual([]);
  });
});
