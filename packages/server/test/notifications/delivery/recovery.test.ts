import { topics } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { eachMailroom } from '../support/mailroom.ts';
import { until } from '../support/until.ts';
import { admin, callPublication } from '../support/world.ts';

eachMailroom('a recovery', (room) => {
  const recoveries = () => room.world.notifications.recoveries;

  async function recover(subscriptionId: string, since: number) {
    const { recoveryId } = await recoveries().begin(admin, subscriptionId, since);
    const state = () => recoveries().get(admin, subscriptionId, recoveryId);
    await until(async () => (await state()).state === 'finished', 'the end of the recovery');
    return await state();
  }

  test('delivers what was given up, in order, and nothing that has arrived', async () => {
    await room.restart({ retryMs: [] });
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    const since = room.world.clock.now();
    room.receiver.reply = ({ body }) => ({ status: Number(body.content.n) % 2 === 0 ? 200 : 500 });
    for (let n = 1; n <= 6; n += 1) await room.world.publish(callPublication(n));
    await until(() => room.receiver.received.length === 6);
    await room.nothingPending();
    room.receiver.reply = () => ({ status: 200 });
    expect(await recover(subscriptionId, since)).toMatchObject({ progress: 1, recovered: 3 });
    await until(() => room.receiver.received.length === 9);
    expect(room.receiver.numbers.slice(6)).toEqual([1, 3, 5]);
    await room.nothingPending();
    expect(await recover(subscriptionId, since)).toMatchObject({ recovered: 0 });
  });

  test('delivers what happened while the subscription was disabled, or before it was made', async () => {
    await room.world.publish(callPublication(1), callPublication(2, '7'), { topic: topics.presence });
    const { subscriptionId } = await room.world.subscribe(room.receiver.url, { subjectFilter: '/calls/23$' });
    expect(await recover(subscriptionId, 0)).toMatchObject({ recovered: 1 });
    await until(() => room.receiver.received.length === 1);
    expect(room.receiver.numbers).toEqual([1]);
  });

  test('begins at the time that is asked for', async () => {
    for (let n = 1; n <= 40; n += 1) {
      await room.world.publish(callPublication(n));
      room.world.clock.advance(1_000);
    }
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    expect(await recover(subscriptionId, room.world.clock.now() - 10_000)).toMatchObject({ recovered: 10 });
    await until(() => room.receiver.received.length === 10);
    expect(room.receiver.numbers).toEqual([31, 32, 33, 34, 35, 36, 37, 38, 39, 40]);
  });

  test('goes on after a restart where it was', async () => {
    for (let n = 1; n <= 5; n += 1) await room.world.publish(callPublication(n));
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    const { recoveryId } = await recoveries().begin(admin, subscriptionId, 0);
    await room.world.close();
    // As if the process had died after two of them.
    await room.storage.transaction(async ({ db }) => {
      await db.deleteFrom('deliveries').execute();
      await db.deleteFrom('attempts').execute();
      const [, second] = await db.selectFrom('publications').select('sequence').orderBy('sequence').execute();
      await db
        .updateTable('recoveries')
        .set({ atSequence: second!.sequence, recovered: 2, finishedOn: null })
        .execute();
    });
    const before = room.receiver.received.length;
    await room.restart();
    const state = () => recoveries().get(admin, subscriptionId, recoveryId);
    await until(async () => (await state()).state === 'finished', 'the end of the recovery');
    await room.nothingPending();
    expect(await state()).toMatchObject({ recovered: 5 });
    expect(room.receiver.numbers.slice(before)).toEqual([3, 4, 5]);
  });

  test('of a disabled subscription is refused, and of one that another recovery works on', async () => {
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 410 });
    await room.world.publish(callPublication(1));
    const { service } = room.world.notifications;
    await until(async () => (await service.get(admin, subscriptionId)).status === 'disabled', 'disabled');
    const wrong = { code: 'wrong_subscription_state' };
    await expect(recoveries().begin(admin, subscriptionId, 0)).rejects.toMatchObject(wrong);
    await service.update(admin, subscriptionId, { status: 'active' });
    await recoveries().begin(admin, subscriptionId, 0);
  });
});
