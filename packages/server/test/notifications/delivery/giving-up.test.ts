import { topics } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { eachMailroom } from '../support/mailroom.ts';
import { until } from '../support/until.ts';
import { admin, callPublication } from '../support/world.ts';

eachMailroom('webhooks', (room) => {
  const subscription = (id: string) => room.world.notifications.service.get(admin, id);

  test('are given up at the end of the schedule and counted; the next of the subject goes on', async () => {
    await room.restart({ retryMs: [1_000] });
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = ({ body }) => ({ status: body.content.n === 1 ? 500 : 200 });
    await room.world.publish(callPublication(1), callPublication(2));
    await until(() => room.world.clock.awaits(1_000), 'the pause');
    room.world.clock.advance(1_000);
    await room.nothingPending();
    expect(room.receiver.numbers).toEqual([1, 1, 2]);
    expect(await subscription(subscriptionId)).toMatchObject({ dropped: 1 });
  });

  test('that have waited for too long are given up unsent, and counted', async () => {
    await room.restart({ maxAgeMs: { [topics.media]: 60_000 }, retryMs: [60_000, 60_000] });
    const { subscriptionId } = await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    await room.world.publish(callPublication(1), callPublication(2), callPublication(3));
    await until(() => room.world.clock.awaits(60_000), 'the pause');
    room.receiver.reply = () => ({ status: 200 });
    room.world.clock.advance(60_000);
    await room.nothingPending();
    await room.world.publish(callPublication(4));
    await until(() => room.receiver.received.length === 2);
    expect(room.receiver.numbers).toEqual([1, 4]);
    await until(async () => (await subscription(subscriptionId)).dropped === 3, 'three given up');
  });

  test('of a topic without a limit of age are tried however old they are', async () => {
    await room.restart({ maxAgeMs: { [topics.presence]: 1 }, retryMs: [60_000] });
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: room.receiver.received.length === 1 ? 500 : 200 });
    await room.world.publish(callPublication(1));
    await until(() => room.world.clock.awaits(60_000), 'the pause');
    room.world.clock.advance(60_000);
    await room.nothingPending();
    expect(room.receiver.numbers).toEqual([1, 1]);
  });
});
