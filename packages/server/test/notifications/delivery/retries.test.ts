import { expect, test } from 'vitest';
import { eachMailroom } from '../support/mailroom.ts';
import { Receiver } from '../support/receiver.ts';
import { settle, until } from '../support/until.ts';
import { callPublication } from '../support/world.ts';

eachMailroom('webhooks', (room) => {
  test('are tried again after a failure, the same webhook, and later ones wait', async () => {
    await room.restart({ retryMs: [1_000, 2_000, 5_000] });
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: room.receiver.received.length < 4 ? 500 : 200 });
    await room.world.publish(callPublication(1), callPublication(2));
    for (const [count, pause] of [
      [1, 1_000],
      [2, 2_000],
      [3, 5_000],
    ] as const) {
      await until(() => room.receiver.received.length === count);
      await until(async () => (await room.pending())[0]?.attempts === count);
      await until(() => room.world.clock.nextIn === pause, `a pause of ${pause} ms`);
      room.world.clock.advance(pause - 1);
      await settle();
      expect(room.receiver.received).toHaveLength(count);
      room.world.clock.advance(1);
    }
    await room.nothingPending();
    expect(room.receiver.numbers).toEqual([1, 1, 1, 1, 2]);
    expect(new Set(room.receiver.received.slice(0, 4).map(({ text }) => text)).size).toBe(1);
    expect(new Set(room.receiver.received.slice(0, 4).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(room.receiver.received[3]!.headers['webhook-timestamp']).not.toBe(
      room.receiver.received[0]!.headers['webhook-timestamp'],
    );
    const attempts = await room.storage.read.selectFrom('attempts').selectAll().orderBy('attemptId').execute();
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 500],
      [3, 500],
      [4, 200],
      [1, 200],
    ]);
  });

  test('time out, and count as failed', async () => {
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => new Promise(() => {});
    await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length === 1);
    room.world.clock.advance(15_000);
    await until(async () => (await room.pending())[0]?.lastError === 'timeout');
    room.receiver.reply = () => ({ status: 204 });
    room.world.clock.advance(5_000);
    await room.nothingPending();
    expect(room.receiver.numbers).toEqual([1, 1]);
  });

  test('do not follow redirects', async () => {
    const elsewhere = await Receiver.start();
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 302, headers: { location: elsewhere.url } });
    await room.world.publish(callPublication(1));
    await until(async () => (await room.pending())[0]?.lastStatus === 302);
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  test('wait as long as Retry-After says, for all subjects', async () => {
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 429, headers: { 'retry-after': '120' } });
    await room.world.publish(callPublication(1, '23'));
    await until(async () => (await room.pending())[0]?.lastStatus === 429);
    room.receiver.reply = () => ({ status: 200 });
    await room.world.publish(callPublication(2, '24'));
    room.world.clock.advance(119_999);
    await settle();
    expect(room.receiver.numbers).toEqual([1]);
    room.world.clock.advance(1);
    await until(() => room.receiver.received.length === 3);
    expect(room.receiver.numbers.toSorted()).toEqual([1, 1, 2]);
    await room.nothingPending();
  });

  test('all arrive when a receiver comes back that failed', async () => {
    await room.world.subscribe(room.receiver.url);
    room.receiver.reply = () => ({ status: 500 });
    for (let n = 0; n < 20; n += 1) await room.world.publish(callPublication(n, `${n}`));
    await until(async () => {
      const pending = await room.pending();
      return pending.length === 20 && pending.filter(({ attempts }) => attempts > 0).length >= 8;
    });
    room.receiver.reply = () => ({ status: 200 });
    room.world.clock.advance(6_000);
    await room.nothingPending();
    expect(new Set(room.receiver.numbers).size).toBe(20);
  });

  test('go nowhere when the name resolves to an address that is refused', async () => {
    await room.restart({ allow: ['127.0.0.1/32'] });
    await room.world.subscribe(`http://localhost:${room.receiver.port}/hook`);
    await room.world.publish(callPublication(1));
    await until(() => room.receiver.received.length === 1);
    await room.restart({ allow: [] });
    await room.world.publish(callPublication(2));
    await until(async () => (await room.pending())[0]?.lastError === 'target_refused');
    expect(room.receiver.numbers).toEqual([1]);
  });
});
