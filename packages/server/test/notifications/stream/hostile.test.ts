import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../../support/storage.ts';
import { callPublication } from '../support/world.ts';
import { calls, type StreamClient, StreamWorld } from './support.ts';

cleanUpAfterEach();
let streams: StreamWorld;
let client: StreamClient;
beforeEach(async () => {
  streams = await StreamWorld.start(await openAt(await temporaryFolder()), { maxListenings: 2, maxFrames: 50 });
  client = await streams.open();
});
afterEach(() => streams.close());

const listen = { type: 'listen', id: 'x', ...calls };

/** The connection goes on, whatever was refused. */
async function stillHears(): Promise<void> {
  expect(await client.listen()).toMatchObject({ type: 'listening' });
  await streams.world.publish(callPublication(7));
  expect(await client.hears(1)).toEqual([7]);
}

describe('a frame is refused by name', () => {
  test.each([
    ['no JSON', '{"type":', { code: 'invalid_json' }],
    ['no object', '[]', { code: 'invalid_request', param: 'type' }],
    ['null', 'null', { code: 'invalid_request', param: 'type' }],
    ['no type', { id: 'x' }, { id: 'x', code: 'invalid_request', param: 'type' }],
    ['an unknown type', { type: 'toString', id: 'x' }, { id: 'x', code: 'invalid_request', param: 'type' }],
    ['no id', { ...listen, id: undefined }, { code: 'invalid_request', param: 'id' }],
    ['a long id', { ...listen, id: 'x'.repeat(65) }, { code: 'invalid_request', param: 'id' }],
    ['no topic', { ...listen, topic: undefined }, { id: 'x', code: 'invalid_request', param: 'topic' }],
    ['an unknown topic', { ...listen, topic: 'all' }, { id: 'x', code: 'invalid_request', param: 'topic' }],
    ['no subjectFilter', { ...listen, subjectFilter: undefined }, { code: 'invalid_request', param: 'subjectFilter' }],
    ['a negative number', { ...listen, after: -1 }, { code: 'invalid_request', param: 'after' }],
    ['a broken number', { ...listen, after: 1.5 }, { code: 'invalid_request', param: 'after' }],
    ['a huge number', { ...listen, after: 2 ** 60 }, { code: 'invalid_request', param: 'after' }],
    ['an unclosed expression', { ...listen, subjectFilter: '(' }, { code: 'invalid_subject_filter' }],
    ['a back-reference', { ...listen, subjectFilter: '(a)\\1' }, { code: 'invalid_subject_filter' }],
    ['a huge expression', { ...listen, subjectFilter: '(a{1000}){1000}' }, { code: 'invalid_subject_filter' }],
    ['a long filter', { ...listen, subjectFilter: 'a'.repeat(4_000) }, { code: 'invalid_subject_filter' }],
    ['no JSONPath', { ...listen, publicationFilter: '$[?(' }, { code: 'invalid_publication_filter' }],
    ['a bad method', { ...listen, methodFilter: 'P T' }, { code: 'invalid_request', param: 'methodFilter' }],
    ['an end of nothing', { type: 'unlisten', id: 'x' }, { id: 'x', code: 'invalid_request', param: 'id' }],
  ])('%s', async (_title, frame, error) => {
    expect(await answerTo(frame)).toMatchObject({ type: 'error', message: expect.any(String), ...error });
    await stillHears();
  });

  async function answerTo(frame: unknown) {
    client.send(frame);
    // Frames are answered in order: this one's answer comes after the error.
    await client.listen({ id: 'fence' });
    client.send({ type: 'unlisten', id: 'fence' });
    return client.frames[0];
  }
});

test('expressions that take other engines minutes take none of the time of others', async () => {
  await client.listen({ subjectFilter: '(a+)+$' });
  const nasty = "$.publications[?(match(@.content.text, '(a|a)*b'))]";
  await client.listen({ id: 'nasty', publicationFilter: nasty });
  const subject = `/2017-09-01/${'a'.repeat(5_000)}!`;
  await streams.world.publish({ subject, content: { text: 'a'.repeat(5_000) } });
  const other = await streams.open();
  await other.listen();
  await streams.world.publish(callPublication(1));
  expect(await other.hears(1)).toEqual([1]);
});

test('a name is listened by once, and a connection has so many listenings', async () => {
  await client.listen();
  expect(await client.listen()).toMatchObject({ type: 'error', id: 'calls', param: 'id' });
  await client.listen({ id: 'b' });
  expect(await client.listen({ id: 'c' })).toMatchObject({ type: 'error', id: 'c', param: 'id' });
  client.send({ type: 'unlisten', id: 'calls' });
  expect(await client.listen({ id: 'c' })).toMatchObject({ type: 'listening', id: 'c' });
  await streams.world.publish(callPublication(1));
  await client.hears(1, 'c');
  expect([client.heard('calls'), client.heard('b')]).toEqual([[], [1]]);
});

test('binary frames close the connection', async () => {
  client.webSocket.send(Buffer.from('{}'));
  expect(await client.closed()).toBe(1003);
});

test('so do frames that are too long', async () => {
  client.send(JSON.stringify({ type: 'listen', id: 'x'.repeat(17_000) }));
  expect(await client.closed()).toBe(1009);
});

test('and too many of them', async () => {
  for (let i = 0; i < 51; i += 1) client.send('{}');
  expect(await client.closed()).toBe(4429);
});

test('nothing is left of a connection that is gone', async () => {
  await client.listen();
  await client.listen({ id: 'b' });
  expect(streams.world.notifications.stats().listeners).toBe(2);
  client.webSocket.close();
  await client.closed();
  expect(streams.world.notifications.stats()).toMatchObject({ listeners: 0, subscriptions: 0 });
  expect(streams.streams.size).toBe(0);
});
