import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ListeningPoint, ManualClock, SipEndpoint } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { RawStream } from '../support/raw-stream.ts';
import { requestText } from '../support/texts.ts';

let clock: ManualClock;
let endpoint: SipEndpoint;
let point: ListeningPoint;
let streams: RawStream[];

beforeEach(async () => {
  clock = new ManualClock();
  endpoint = new SipEndpoint({ clock, limits: { messageMs: 30_000, connectionsPerAddress: 2 } });
  point = await endpoint.listen({ transport: 'tcp', host: '127.0.0.1', port: 0 });
  streams = [];
});
afterEach(async () => {
  for (const stream of streams) stream.close();
  await endpoint.close();
  expect(clock.pending).toBe(0);
});

async function open(): Promise<RawStream> {
  const stream = await RawStream.open(point);
  streams.push(stream);
  return stream;
}

const options = (callId: string) =>
  requestText({ method: 'OPTIONS', port: 5060, transport: 'TCP', callId, branch: callId });

describe('who takes too long is cut off', () => {
  test('with nothing but line breaks', async () => {
    const stream = await open();
    await stream.write('\r\n\r\n');
    await eventually(() => stream.text === '\r\n');
    clock.advance(30_000);
    await stream.untilClosed();
    await eventually(() => endpoint.connections === 0);
  });

  test('with a message that does not end, however often a byte of it comes', async () => {
    const stream = await open();
    await stream.write(options('first'), 'OPTIONS sip:x');
    await stream.finals(1);
    for (let second = 0; second < 29; second += 1) {
      clock.advance(1_000);
      await stream.write('x');
    }
    expect(stream.closed).toBe(false);
    clock.advance(1_000);
    await stream.untilClosed();
  });

  test('but not between two messages', async () => {
    const stream = await open();
    await stream.write(options('first'));
    await stream.finals(1);
    clock.advance(600_000);
    await stream.write(options('second'));
    expect(await stream.finals(2)).toEqual(['200 first', '200 second']);
  });

  test('nor when the rest comes in time', async () => {
    const stream = await open();
    const text = options('split');
    await stream.write(options('first'), text.slice(0, 50));
    await stream.finals(1);
    clock.advance(29_000);
    await stream.write(text.slice(50));
    await stream.finals(2);
    clock.advance(29_000);
    await stream.write(options('last'));
    await stream.finals(3);
  });
});

test('who asks and does not read the answers is cut off', async () => {
  const stream = await open();
  await stream.write(options('first'));
  await stream.finals(1);
  stream.stopReading();
  const many = (from: number) => Array.from({ length: 2_000 }, (_, at) => options(`many-${from + at}`)).join('');
  for (let from = 0; from < 40_000; from += 2_000) stream.send(Buffer.from(many(from)));
  await eventually(() => endpoint.connections === 0);
});

test('one address has a share of the connections', async () => {
  const [first] = [await open(), await open()];
  await eventually(() => endpoint.connections === 2);
  await (await open()).untilClosed();
  first.close();
  await eventually(() => endpoint.connections === 1);
  const next = await open();
  await next.write(options('free'));
  expect(await next.finals(1)).toEqual(['200 free']);
});

test('a request waits no longer for its answer when the connection is gone', async () => {
  const server = new SipEndpoint();
  const to = await server.listen({ transport: 'tcp', host: '127.0.0.1', port: 0 });
  const came = new Promise<void>((resolve) => server.onRequest(() => resolve()));
  const closed: number[] = [];
  endpoint.onConnectionClosed((flow) => closed.push(flow.remotePort));
  const uri = `sip:x@127.0.0.1:${to.port};transport=tcp`;
  const response = endpoint.request({ method: 'MESSAGE', uri, from: { uri: 'sip:a@b.c' } });
  await came;
  await server.close();
  expect((await response).status).toBe(503);
  expect(closed).toEqual([to.port]);
});
