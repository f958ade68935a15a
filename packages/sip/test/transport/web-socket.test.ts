import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type IncomingRequest, ManualClock, SipEndpoint } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { type RequestText, requestText } from '../support/texts.ts';
import { WebSocketDoor } from '../support/web-socket-door.ts';

let door: WebSocketDoor;

beforeEach(async () => {
  door = await WebSocketDoor.open({ identity: ['2880'] });
});
afterEach(async () => {
  await door.close();
  expect(door.clock.pending).toBe(0);
});

const options = (callId: string, o: Partial<RequestText> = {}) =>
  requestText({
    method: 'OPTIONS',
    port: 5060,
    callId,
    via: `SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK${callId}`,
    ...o,
  });

describe('the upgrade (RFC 7118 section 4.1)', () => {
  test('takes the subprotocol sip', async () => {
    const client = await door.connect();
    expect(client.webSocket.protocol).toBe('sip');
    expect(door.accepted[0]).toMatchObject({ transport: 'ws', reliable: true, open: true });
    expect([...(door.accepted[0]?.identity ?? [])]).toEqual(['2880']);
  });

  test.each(['', 'mqtt'])('refuses the subprotocol "%s"', async (subprotocol) => {
    await expect(door.connect(subprotocol)).rejects.toThrow('400');
    await eventually(() => door.endpoint.connections === 0);
  });

  test('refuses more connections of one address than its share', async () => {
    const small = await WebSocketDoor.open({ limits: { connectionsPerAddress: 1 } });
    const first = await small.connect();
    await expect(small.connect()).rejects.toThrow();
    first.webSocket.close();
    await first.closed();
    await eventually(() => small.endpoint.connections === 0);
    await small.connect();
    await small.close();
  });
});

describe('messages (section 5)', () => {
  test('a message in text is answered in text, by the connection, whatever the Via says', async () => {
    const client = await door.connect();
    client.send(options('one'));
    expect(await client.lines(1)).toEqual(['SIP/2.0 200 OK']);
    expect(client.heard[0]?.binary).toBe(false);
    expect(client.heard[0]?.text).toContain('Via: SIP/2.0/WS df7jal23ls0d.invalid');
  });

  test('a message in a binary frame too, and one without Content-Length', async () => {
    const client = await door.connect();
    client.send(Buffer.from(options('binary')));
    client.send(options('lengthless').replace(/Content-Length:.*\r\n/, ''));
    expect(await client.lines(2)).toEqual(['SIP/2.0 200 OK', 'SIP/2.0 200 OK']);
  });

  test('what is no text goes out as a binary frame', async () => {
    door.endpoint.onRequest(({ respond }) => respond(200, undefined, { body: Buffer.from([0xff, 0xfe]) }));
    const client = await door.connect();
    client.send(options('bytes'));
    await client.lines(1);
    expect(client.heard[0]?.binary).toBe(true);
  });

  test('two line breaks are answered with one', async () => {
    const client = await door.connect();
    client.send('\r\n\r\n');
    await client.lines(1);
    expect(client.heard[0]?.text).toBe('\r\n');
  });

  test('requests to a phone go by its connection, and ask to be answered by it', async () => {
    const client = await door.connect();
    const flow = await eventually(() => door.accepted[0]);
    const answer = door.endpoint.request({
      method: 'MESSAGE',
      uri: 'sip:2880@df7jal23ls0d.invalid;transport=ws',
      from: { uri: 'sip:a@example.com' },
      target: { flow },
    });
    await client.lines(1);
    const { text } = client.heard[0] ?? expect.unreachable();
    expect(text).toMatch(/\r\nVia: SIP\/2\.0\/WS 127\.0\.0\.1:\d+;/);
    expect(text).toMatch(/\r\nContact: <sip:127\.0\.0\.1:\d+;transport=ws>/);
    const echoed = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map(
      (name) => new RegExp(`\r\n(${name}: .*)`).exec(text)?.[1],
    );
    client.send(`SIP/2.0 200 OK\r\n${echoed.join('\r\n')}\r\n\r\n`);
    expect((await answer).status).toBe(200);
  });
});

describe('connections', () => {
  test('are asked for a sign of life, and dropped without one', async () => {
    const [lively, dead] = [await door.connect(), await door.connect('sip', { autoPong: false })];
    for (const client of [lively, dead]) {
      client.send(options('hello'));
      await client.lines(1);
    }
    door.clock.advance(30_000);
    await eventually(() => lively.pings === 1 && dead.pings === 1);
    // The pong has come when the answer to a message behind it has.
    lively.send(options('fence'));
    await lively.lines(2);
    door.clock.advance(30_000);
    expect(await dead.closed()).toBe(1006);
    expect(door.endpoint.connections).toBe(1);
  });

  test('say nothing for long: closed with 1008', async () => {
    const client = await door.connect();
    await eventually(() => door.accepted.length === 1);
    client.send('\r\n\r\n');
    await client.lines(1);
    door.clock.advance(30_000);
    expect(await client.closed()).toBe(1008);
  });

  test('are closed with a code and a reason, and not heard from then on', async () => {
    const requests: IncomingRequest[] = [];
    door.endpoint.onRequest((incoming) => requests.push(incoming));
    const client = await door.connect();
    const flow = await eventually(() => door.accepted[0]);
    flow.close(4401, 'The token is not good any more');
    client.send(options('late', { method: 'MESSAGE' }));
    expect(await client.closed()).toBe(4401);
    expect(requests).toEqual([]);
    await eventually(() => door.endpoint.connections === 0);
  });

  test('are told that the server goes', async () => {
    const client = await door.connect();
    await eventually(() => door.accepted.length === 1);
    await door.endpoint.close();
    expect(await client.closed()).toBe(1001);
  });

  test('that are gone fail what waits for an answer, and are reported', async () => {
    const gone: unknown[] = [];
    door.endpoint.onConnectionClosed((flow) => gone.push(flow));
    const client = await door.connect();
    const flow = await eventually(() => door.accepted[0]);
    const invite = door.endpoint.invite({ uri: 'sip:2880@x.invalid', from: { uri: 'sip:a@b.c' }, target: { flow } });
    const failed = new Promise((resolve) => invite.onFailed(resolve));
    await client.lines(1);
    client.webSocket.terminate();
    expect(await failed).toBe(503);
    expect(gone).toEqual([flow]);
  });
});

test('a client opens a WebSocket and speaks by it', async () => {
  const phone = new SipEndpoint({ clock: new ManualClock(), contactUser: '2880' });
  const flow = await phone.connectWebSocket(door.url, { 'X-Test': 'yes' });
  const request = { method: 'OPTIONS', uri: 'sip:example.com', from: { uri: 'sip:a@b.c' }, target: { flow } };
  expect((await phone.request(request)).status).toBe(200);
  await phone.close();
  await eventually(() => door.endpoint.connections === 0);
  await expect(phone.connectWebSocket('ws://127.0.0.1:9/sip')).rejects.toThrow();
});
