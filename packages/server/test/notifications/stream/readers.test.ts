import { afterEach, beforeEach, expect, test } from 'vitest';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../../support/storage.ts';
import { until } from '../support/until.ts';
import { callPublication } from '../support/world.ts';
import { StreamWorld } from './support.ts';

const HEARTBEAT_MS = 25_000;
const text = 'x'.repeat(200_000);
const big = (n: number) => ({ content: { n, principalId: 'u-ada', text } });

cleanUpAfterEach();
let streams: StreamWorld;
beforeEach(async () => {
  streams = await StreamWorld.start(await openAt(await temporaryFolder()));
});
afterEach(() => streams.close());

test('a slow reader is cut and told why, while another goes on', async () => {
  const [slow, quick] = [await streams.open(), await streams.open()];
  await slow.listen();
  await quick.listen();
  slow.webSocket.pause();
  let n = 0;
  while (streams.world.notifications.stats().listeners === 2) {
    await streams.world.publish(big(++n));
    await quick.hears(n);
  }
  slow.webSocket.resume();
  expect(await slow.closed()).toBe(4408);
  expect(slow.heard().length).toBeGreaterThan(0);
  const resumed = await streams.open();
  await resumed.listen({ after: slow.last });
  await resumed.hears(n - slow.heard().length);
  expect([...slow.heard(), ...resumed.heard()]).toEqual(quick.heard());
});

test('what was missed is given as fast as it is read, however much it is', async () => {
  const total = 60;
  for (let n = 1; n <= total; n += 1) await streams.world.publish(big(n));
  const [slow, quick] = [await streams.open(), await streams.open()];
  slow.send({ type: 'listen', id: 'calls', topic: 'platform-api-media', subjectFilter: '', after: 0 });
  slow.webSocket.pause();
  await quick.listen({ after: 0 });
  await quick.hears(total);
  expect(slow.code).toBeUndefined();
  slow.webSocket.resume();
  expect(await slow.hears(total)).toEqual(quick.heard());
});

test('a peer that gives no sign of life is cut; others are told how far they are', async () => {
  const [dead, alive] = [await streams.open(), await streams.open()];
  await alive.listen();
  dead.webSocket.pause();
  await streams.world.publish({ ...callPublication(1), accountId: 'a-2' });
  const { notifications, clock } = streams.world;
  await until(() => notifications.position() > 0, 'the publication matched');
  clock.advance(HEARTBEAT_MS);
  await until(() => alive.frames.length === 2, 'progress');
  const number = notifications.position();
  expect(alive.frames[1]).toEqual({ type: 'progress', id: 'calls', number });
  alive.send({ type: 'listen', id: 'other', topic: 'platform-api-media', subjectFilter: '' });
  await until(() => alive.frames.length === 3, 'an answer, after the pong');
  clock.advance(HEARTBEAT_MS);
  await until(() => streams.streams.size === 1, 'the dead one is gone');
  expect(alive.code).toBeUndefined();
});
