import { expect, test } from 'vitest';
import { cleanUpAfterEach } from '../../../server/test/support/storage.ts';
import { begun, ImpatientClock, names, Server, signedIn, users } from './support.ts';

cleanUpAfterEach();

test('a stream hears what happens, as an async iterator', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  const stream = client.notifications.stream(users);
  await begun(stream);
  await server.rename('Ada 1', 'Ada 2');
  const heard = [];
  for await (const item of stream) {
    heard.push(item);
    if (heard.length === 2) break;
  }
  expect(heard.map(({ type }) => type)).toEqual(['event', 'event']);
  expect(stream.number).toBe(heard[1]!.number);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('it goes on where it was when the connection is cut', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  await using stream = client.notifications.stream(users);
  await begun(stream);
  await server.rename('Ada 1');
  expect(await names(stream, 1)).toEqual(['Ada 1']);
  server.cut();
  await server.rename('Ada 2', 'Ada 3');
  expect(await names(stream, 2)).toEqual(['Ada 2', 'Ada 3']);
});

test('and when the server is restarted', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  await using stream = client.notifications.stream(users);
  await begun(stream);
  await server.rename('Ada 1');
  expect(await names(stream, 1)).toEqual(['Ada 1']);
  await server.rename('Ada 2');
  await server.stop();
  await server.restart();
  await server.rename('Ada 3');
  expect(await names(stream, 2)).toEqual(['Ada 2', 'Ada 3']);
});

test('and when nothing comes for a minute', async () => {
  const server = await Server.start();
  const clock = new ImpatientClock();
  const client = await signedIn(server, { clock });
  await using stream = client.notifications.stream(users);
  await begun(stream);
  clock.losePatience();
  await server.rename('Ada 1');
  expect(await names(stream, 1)).toEqual(['Ada 1']);
});

test('and when the session ends: it signs in again', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  await using stream = client.notifications.stream(users);
  await begun(stream);
  await server.endSession(client);
  await server.rename('Ada 1');
  server.cut();
  await server.rename('Ada 2');
  expect(await names(stream, 2)).toEqual(['Ada 1', 'Ada 2']);
});

test('a program that keeps the number goes on with it another day', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  const first = client.notifications.stream(users);
  await begun(first);
  await server.rename('Ada 1', 'Ada 2');
  expect(await names(first, 1)).toEqual(['Ada 1']);
  const after = first.number!;
  await first.return();
  await using second = client.notifications.stream({ ...users, after });
  expect(await names(second, 1)).toEqual(['Ada 2']);
});

test('a reload is said, and the stream goes on', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  await using stream = client.notifications.stream({ ...users, after: 1_000_000 });
  expect((await stream.next()).value).toEqual({ type: 'reload', number: expect.any(Number), reason: 'unknown_number' });
  await server.rename('Ada 1');
  expect(await names(stream, 1)).toEqual(['Ada 1']);
});
