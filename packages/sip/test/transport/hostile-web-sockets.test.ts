import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { requestText } from '../support/texts.ts';
import { type RawWebSocket, WebSocketDoor } from '../support/web-socket-door.ts';

let door: WebSocketDoor;

beforeEach(async () => {
  door = await WebSocketDoor.open();
});
afterEach(async () => {
  await door.close();
  expect(door.clock.pending).toBe(0);
});

const options = (callId: string) => requestText({ method: 'OPTIONS', port: 5060, transport: 'WS', callId });

/** A frame of a client (RFC 6455 section 5.2), masked with zeros, that claims to be `length` bytes long. */
function frame(first: number, length: number, payload = ''): Buffer {
  const head = Buffer.alloc(14);
  head[0] = first;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, Buffer.from(payload)]);
}

async function stillServes(): Promise<void> {
  const client = await door.connect();
  client.send(options('still'));
  expect(await client.lines(1)).toEqual(['SIP/2.0 200 OK']);
  client.webSocket.terminate();
  await eventually(() => door.endpoint.connections === 0);
  expect(door.endpoint.transactions).toBe(0);
}

const kept: [string, (client: RawWebSocket) => void][] = [
  ['text that is no SIP', (client) => client.send('Guten Tag!')],
  ['an empty message', (client) => client.send('')],
  ['bytes that are no text', (client) => client.send(Buffer.alloc(2_000, 0xff))],
  ['half a SIP message', (client) => client.send(options('half').slice(0, 40))],
  ['a body shorter than its Content-Length', (client) => client.send(options('x').replace(/Length: 0/, 'Length: 500'))],
];
test.each(kept)('%s is passed over or refused, and the connection stays', async (_title, send) => {
  const client = await door.connect();
  send(client);
  client.send(options('good'));
  await eventually(() => client.heard.some(({ text }) => text.startsWith('SIP/2.0 200')));
  client.webSocket.terminate();
  await stillServes();
});

const fatal: [string, number, (client: RawWebSocket) => void][] = [
  ['a message above 96 kB', 1009, (client) => client.send(options('big').padEnd(100_000, ' '))],
  ['a frame that claims a terabyte', 1009, (client) => client.raw(frame(0x81, 2 ** 40))],
  ['a frame with reserved bits', 1002, (client) => client.raw(frame(0xf1, 5, 'hello'))],
  ['text that is no UTF-8', 1007, (client) => client.raw(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xff]))],
  ['a frame without a mask', 1002, (client) => client.raw(Buffer.from([0x81, 0x02, 0x61, 0x62]))],
  ['a continuation of nothing', 1002, (client) => client.raw(frame(0x80, 5, 'hello'))],
];
test.each(fatal)('%s closes the connection with %i', async (_title, code, send) => {
  const client = await door.connect();
  send(client);
  expect(await client.closed()).toBe(code);
  await stillServes();
});

test('who stops amid a frame is dropped when the sign of life does not come', async () => {
  const client = await door.connect('sip', { autoPong: false });
  client.send(options('first'));
  await client.lines(1);
  client.raw(frame(0x81, 50_000, 'OPTIONS sip:x SIP/2.0'));
  door.clock.advance(30_000);
  await eventually(() => client.pings === 1);
  door.clock.advance(30_000);
  expect(await client.closed()).toBe(1006);
  await stillServes();
});

test('an upgrade that is none leaves nothing behind', async () => {
  const port = Number(new URL(door.url).port);
  const socket = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  socket.resume();
  socket.write('GET /sip HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n');
  socket.write('Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n\r\n');
  await closed;
  await stillServes();
});
