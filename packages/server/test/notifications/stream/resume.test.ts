import { afterEach, expect, test } from 'vitest';
import { eachStorage } from '../../support/storage.ts';
import { until } from '../support/until.ts';
import { callPublication } from '../support/world.ts';
import { StreamWorld } from './support.ts';

const DAY_MS = 86_400_000;

eachStorage('who comes back to the stream', (open) => {
  const worlds: StreamWorld[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });

  async function start(settings = {}) {
    const streams = await StreamWorld.start(await open(), settings);
    worlds.push(streams);
    const publish = (...numbers: number[]) => streams.world.publish(...numbers.map((n) => callPublication(n)));
    return { streams, publish };
  }

  test('gets what was missed, in order, and then what happens', async () => {
    const { streams, publish } = await start();
    const first = await streams.open();
    expect(await first.listen()).toEqual({ type: 'listening', id: 'calls', number: 0 });
    await publish(1, 2);
    expect(await first.hears(2)).toEqual([1, 2]);
    first.webSocket.terminate();
    await publish(3, 4);
    const second = await streams.open();
    expect(await second.listen({ after: first.last })).toMatchObject({ type: 'listening', number: first.last });
    await publish(5);
    expect(await second.hears(3)).toEqual([3, 4, 5]);
  });

  test('gets what its filters select, and what its user may see', async () => {
    const { streams, publish } = await start();
    await publish(1, 2, 3);
    await streams.world.publish({ ...callPublication(4), method: 'DELETE' });
    const filters = { publicationFilter: '$.publications[?(@.content.n >= 3)]', methodFilter: 'PUT' };
    const [all, some, his] = [await streams.open(), await streams.open('ada'), await streams.open('ben')];
    for (const client of [all, his]) await client.listen({ after: 0 });
    await some.listen({ after: 0, ...filters });
    await publish(5);
    expect(await all.hears(5)).toEqual([1, 2, 3, 4, 5]);
    expect(await some.hears(2)).toEqual([3, 5]);
    expect(his.heard()).toEqual([]);
  });

  test('without a number it begins with what happens from now on', async () => {
    const { streams, publish } = await start();
    const made = await publish(1, 2);
    const client = await streams.open();
    expect(await client.listen()).toMatchObject({ type: 'listening', number: made.at(-1)!.sequence });
    await publish(3);
    expect(await client.hears(1)).toEqual([3]);
  });

  test('hears without a gap and nothing twice, however much is published meanwhile', async () => {
    const { streams, publish } = await start();
    const total = 900;
    let published = 0;
    const go = async () => {
      while (published < total) await publish(++published, ++published, ++published);
    };
    const publishing = go();
    const clients = [];
    for (let i = 0; i < 8; i += 1) {
      await until(() => published >= i * 100, 'more published');
      const client = await streams.open();
      client.send({ type: 'listen', id: 'calls', topic: 'platform-api-media', subjectFilter: '', after: 0 });
      clients.push(client);
    }
    await publishing;
    const expected = Array.from({ length: total }, (_, i) => i + 1);
    for (const client of clients) {
      await client.hears(total);
      const numbers = client.frames
        .filter(({ type }) => type === 'event')
        .map((frame) => 'number' in frame && frame.number);
      expect(client.heard()).toEqual(expected);
      expect(numbers).toEqual([...numbers].sort((a, b) => Number(a) - Number(b)));
    }
  });

  test('is told to reload when more came than is looked through, and hears on', async () => {
    const { streams, publish } = await start({ maxMissed: 3 });
    const made = await publish(1, 2, 3, 4, 5);
    const client = await streams.open();
    const number = made[4]!.sequence;
    expect(await client.listen({ after: made[0]!.sequence })).toEqual({
      type: 'reload',
      id: 'calls',
      number,
      reason: 'too_many',
    });
    await publish(6);
    expect(await client.hears(1)).toEqual([6]);
    const near = await streams.open();
    await near.listen({ after: made[2]!.sequence });
    expect(await near.hears(3)).toEqual([4, 5, 6]);
  });

  test('is told to reload when it was away for longer than is kept for it', async () => {
    const { streams, publish } = await start();
    const [made] = await publish(1);
    streams.world.clock.advance(6 * DAY_MS + 1);
    await publish(2);
    const client = await streams.open();
    expect(await client.listen({ after: made!.sequence })).toMatchObject({ type: 'reload', reason: 'too_old' });
  });

  test('is told to reload when its publication is deleted, but not while nothing came after it', async () => {
    const { streams, publish } = await start();
    const [one, two] = await publish(1, 2);
    await until(() => streams.world.notifications.position() === two!.sequence, 'all matched');
    await streams.world.storage.transaction((tx) =>
      tx.db.deleteFrom('publications').where('sequence', '<=', one!.sequence).execute(),
    );
    const client = await streams.open();
    expect(await client.listen({ after: two!.sequence })).toMatchObject({ type: 'listening' });
    expect(await client.listen({ id: 'b', after: one!.sequence })).toMatchObject({ type: 'listening' });
    expect(await client.listen({ id: 'c', after: one!.sequence - 1 })).toMatchObject({
      type: 'reload',
      reason: 'too_old',
    });
  });

  test('is told to reload when the number is of another database', async () => {
    const { streams, publish } = await start();
    await publish(1);
    const client = await streams.open();
    expect(await client.listen({ after: 4_711 })).toMatchObject({ type: 'reload', reason: 'unknown_number' });
    await publish(2);
    expect(await client.hears(1)).toEqual([2]);
  });
});
