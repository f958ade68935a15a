import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../../support/storage.ts';
import { callPublication } from '../support/world.ts';
import { people, StreamWorld } from './support.ts';

cleanUpAfterEach();
let streams: StreamWorld;
beforeEach(async () => {
  streams = await StreamWorld.start(await openAt(await temporaryFolder()), { maxPerUser: 3 });
});
afterEach(() => streams.close());

describe('who hears of a call of Ada', () => {
  test.each([
    ['admin', [1]],
    ['ada', [1]],
    ['ben', []],
    ['stranger', []],
  ])('%s: %j', async (person, heard) => {
    const client = await streams.open(person);
    const witness = await streams.open('admin');
    await client.listen({ subjectFilter: '' });
    await witness.listen();
    await streams.world.publish(callPublication(1));
    await witness.hears(1);
    const again = await streams.open(person);
    await again.listen({ after: 0, subjectFilter: '' });
    // Its answer comes after everything that was missed.
    await again.listen({ id: 'fence' });
    await client.listen({ id: 'fence' });
    expect([client.heard(), again.heard()]).toEqual([heard, heard]);
  });
});

test('nobody without a good token is let in, and none with a token for one conference', async () => {
  streams.admit('guest', people.ada, { scope: 'call', callee: '7000' });
  streams.admit('listener', people.ada, { scope: 'notifications' });
  expect(await streams.refused('wrong')).toBe(401);
  expect(await streams.refused('')).toBe(401);
  expect(await streams.refused('guest')).toBe(403);
  await streams.open('listener');
});

test('a user has so many connections', async () => {
  const one = await streams.open('ada');
  await streams.open('ada');
  await streams.open('ada');
  expect(await streams.refused('ada')).toBe(429);
  await streams.open('ben');
  one.webSocket.close();
  await one.closed();
  await streams.open('ada');
});

test('a token that is not good any more loses its connection', async () => {
  const [ada, admin] = [await streams.open('ada'), await streams.open('admin')];
  streams.callers.delete('ada');
  streams.world.clock.advance(2_000);
  expect(await ada.closed()).toBe(4401);
  expect(admin.code).toBeUndefined();
});

test('a change of rights ends those who listen at once', async () => {
  const [ada, admin] = [await streams.open('ada'), await streams.open('admin')];
  await ada.listen();
  await admin.listen();
  const { storage, notifications } = streams.world;
  await storage.transaction((tx) => notifications.ownerChanged(tx, people.ada.principalId, 'ACCOUNT_ADMIN'));
  expect(await ada.closed()).toBe(4403);
  await streams.world.publish(callPublication(1));
  expect(await admin.hears(1)).toEqual([1]);
});

test('who listens for the first time after a change of rights does it with the new ones or not at all', async () => {
  const client = await streams.open('admin');
  streams.admit('admin', { ...people.admin, role: 'USER' });
  client.send({ type: 'listen', id: 'x', topic: 'platform-api-media', subjectFilter: '', after: 0 });
  expect(await client.closed()).toBe(4403);
  expect(client.frames).toEqual([]);
});

test('who loses the rights while nothing is listened to loses the connection too', async () => {
  const client = await streams.open('admin');
  streams.admit('admin', { ...people.admin, role: 'USER' });
  streams.world.clock.advance(2_000);
  expect(await client.closed()).toBe(4403);
});

test('the server says that it stops', async () => {
  const client = await streams.open();
  streams.streams.close();
  expect(await client.closed()).toBe(1001);
});
