import { CordboardClient, CordboardError } from '@cordboard/sdk';
import { expect, test } from 'vitest';
import { until } from '../../../server/test/notifications/support/until.ts';
import { cleanUpAfterEach } from '../../../server/test/support/storage.ts';
import { begun, names, Server, signedIn, users } from './support.ts';

cleanUpAfterEach();
const done = { done: true, value: undefined };

test('a signal ends the stream, also for who waits', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  const ending = new AbortController();
  const stream = client.notifications.stream({ ...users, signal: ending.signal });
  await begun(stream);
  const waiting = stream.next();
  ending.abort();
  expect([await waiting, await stream.next()]).toEqual([done, done]);
  const late = client.notifications.stream({ ...users, signal: ending.signal });
  expect(await late.next()).toEqual(done);
});

test('return() ends it, and what was not taken is dropped', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  const stream = client.notifications.stream(users);
  await begun(stream);
  await server.rename('Ada 1', 'Ada 2');
  await names(stream, 1);
  expect(await stream.return()).toEqual(done);
  expect(await stream.next()).toEqual(done);
});

test('a stream that is ended while the server is away asks for nothing more', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  const stream = client.notifications.stream(users);
  await begun(stream);
  await server.stop();
  const waiting = stream.next();
  await stream.return();
  expect(await waiting).toEqual(done);
});

test('filters that the platform refuses are its error', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  const stream = client.notifications.stream({ ...users, subjectFilter: '(' });
  const error = await stream.next().catch((caught) => caught);
  expect(error).toBeInstanceOf(CordboardError);
  expect(error).toMatchObject({ status: 400, code: 'invalid_subject_filter', param: 'subjectFilter' });
  expect(await stream.next()).toEqual(done);
});

test('so are filters that are too long for a frame', async () => {
  const server = await Server.start();
  const client = await signedIn(server);
  const stream = client.notifications.stream({ ...users, subjectFilter: 'x'.repeat(20_000) });
  await expect(stream.next()).rejects.toThrow('too long');
});

test('and a missing sign-in', async () => {
  const server = await Server.start();
  const stream = new CordboardClient({ url: server.url }).notifications.stream(users);
  await expect(stream.next()).rejects.toMatchObject({ status: 401 });
});

test('a reader that takes nothing for long gets everything in the end', async () => {
  const server = await Server.start();
  const opened: WebSocket[] = [];
  class Watched extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      opened.push(this);
    }
  }
  const client = await signedIn(server, { WebSocket: Watched });
  await using stream = client.notifications.stream(users);
  await begun(stream);
  const all = Array.from({ length: 1_100 }, (_, n) => `Ada ${n}`);
  await server.announce(...all);
  await server.rename('Ada');
  await until(() => opened[0]?.readyState === WebSocket.CLOSED, 'the connection is given up');
  expect(await names(stream, all.length + 1)).toEqual([...all, 'Ada']);
});
