import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/notifications/settings.ts';
import { GatedStorage } from '../support/gated-storage.ts';
import { eachMailroom } from '../support/mailroom.ts';
import { Receiver } from '../support/receiver.ts';
import { settle, until } from '../support/until.ts';
import { callPublication } from '../support/world.ts';

eachMailroom('webhooks', (room) => {
  test('come in order, subject by subject', async () => {
    await room.world.subscribe(room.receiver.url);
    for (let n = 0; n < 60; n += 1) await room.world.publish(callPublication(n, n % 2 ? '23' : '24'));
    await until(() => room.receiver.received.length === 60);
    const odd = Array.from({ length: 30 }, (_, n) => 2 * n + 1);
    expect(room.receiver.numbersOf('/2017-09-01/endpoints/2880/calls/23')).toEqual(odd);
    expect(room.receiver.numbersOf('/2017-09-01/endpoints/2880/calls/24')).toEqual(odd.map((n) => n - 1));
    await room.nothingPending();
  });

  test('of other subjects are not delayed by one that fails', async () => {
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = ({ body }) => ({ status: body.subject.endsWith('/bad') ? 500 : 200 });
    await room.world.publish(callPublication(1, 'bad'), callPublication(2, 'bad'));
    for (let n = 3; n < 50; n += 1) await room.world.publish(callPublication(n, `good${n % 5}`));
    await until(() => room.receiver.received.length >= 48);
    await settle();
    expect(room.receiver.numbersOf('/2017-09-01/endpoints/2880/calls/bad')).toEqual([1]);
    expect(room.receiver.received).toHaveLength(48);
  });

  test('of other subscriptions are not delayed by a receiver that never answers', async () => {
    const slow = await Receiver.start();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    slow.reply = () => released.then(() => ({ status: 200 }));
    for (let n = 0; n < 3; n += 1) await room.world.subscribe(slow.url);
    await room.world.subscribe(room.receiver.url);
    for (let n = 0; n < 40; n += 1) await room.world.publish(callPublication(n, `${n}`));
    await until(() => room.receiver.received.length === 40);
    expect(slow.received.length).toBeLessThanOrEqual(3 * defaultSettings.inFlightPerSubscription);
    release();
    await until(() => slow.received.length === 120);
    await room.nothingPending();
    await slow.close();
  });

  test('of thousands of subjects to a receiver that was down arrive in order', async () => {
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    for (let round = 0; round < 3; round += 1) {
      await room.world.publish(...Array.from({ length: 700 }, (_, n) => callPublication(round, `${n}`)));
    }
    await until(async () => (await room.pending()).filter(({ attempts }) => attempts > 0).length >= 8);
    room.receiver.received.length = 0;
    room.receiver.reply = () => ({ status: 200 });
    await until(() => {
      room.world.clock.advance(1_000);
      return room.receiver.received.length >= 2_100;
    });
    await room.nothingPending();
    expect(room.receiver.received).toHaveLength(2_100);
    for (let n = 0; n < 700; n += 1) {
      expect(room.receiver.numbersOf(`/2017-09-01/endpoints/2880/calls/${n}`)).toEqual([0, 1, 2]);
    }
  });

  test('of a subject wait until the outcome of the one before is on disk', async () => {
    const gated = new GatedStorage(room.storage);
    await room.restart({}, gated);
    await room.world.subscribe(room.receiver.url);
    let open = () => {};
    room.receiver.reply = () => {
      if (room.receiver.received.length === 1) open = gated.holdNext();
      return { status: 200 };
    };
    await room.world.publish(callPublication(1), callPublication(2));
    await until(() => room.receiver.received.length === 1);
    await settle();
    expect(room.receiver.numbers).toEqual([1]);
    open();
    await until(() => room.receiver.received.length === 2);
    await room.nothingPending();
  });
});
