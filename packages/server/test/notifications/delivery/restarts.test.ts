import { expect, test } from 'vitest';
import { GatedStorage } from '../support/gated-storage.ts';
import { eachMailroom } from '../support/mailroom.ts';
import { until } from '../support/until.ts';
import { callPublication } from '../support/world.ts';

eachMailroom('webhooks', (room) => {
  test('that are pending at a restart are delivered at once, in order', async () => {
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    for (let n = 0; n < 100; n += 1) await room.world.publish(callPublication(n, n < 60 ? '23' : '24'));
    await until(async () => (await room.pending()).filter(({ attempts }) => attempts > 0).length === 2);
    await until(async () => (await room.pending()).length === 100);
    await room.reopen(() => {
      room.receiver.received.length = 0;
      room.receiver.reply = () => ({ status: 200 });
    });
    await room.world.publish(callPublication(100, '23'));
    await room.nothingPending();
    const first = Array.from({ length: 60 }, (_, n) => n);
    expect(room.receiver.numbersOf('/2017-09-01/endpoints/2880/calls/23')).toEqual([...first, 100]);
    expect(room.receiver.numbersOf('/2017-09-01/endpoints/2880/calls/24')).toEqual(
      first.slice(0, 40).map((n) => n + 60),
    );
  });

  test('that were committed while nobody matched are delivered after the start', async () => {
    await room.world.subscribe(room.receiver.url);
    await room.world.notifications.close();
    await room.world.publish(callPublication(1), callPublication(2));
    await room.restart();
    await until(() => room.receiver.received.length === 2);
    expect(room.receiver.numbers).toEqual([1, 2]);
  });

  test('are delivered once the database saves again', async () => {
    const gated = new GatedStorage(room.storage);
    await room.restart({}, gated);
    await room.world.subscribe(room.receiver.url);
    const published = room.world.publish(callPublication(1), callPublication(2));
    gated.failures = 3;
    await published;
    await until(() => {
      room.world.clock.advance(1_000);
      return room.receiver.received.length >= 2;
    });
    await room.nothingPending();
    expect(room.receiver.numbers).toEqual([1, 2]);
  });
});
