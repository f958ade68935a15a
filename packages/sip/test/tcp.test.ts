import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ListeningPoint, ManualClock, SipEndpoint } from '../src/index.ts';
import { eventually } from './support/eventually.ts';
import { parseRequest } from './support/parse.ts';
import { RawStream } from './support/raw-stream.ts';
import { type RequestText, requestText, responseText } from './support/texts.ts';

let clock: ManualClock;
let endpoint: SipEndpoint;
let point: ListeningPoint;
let streams: RawStream[];

beforeEach(async () => {
  clock = new ManualClock();
  endpoint = new SipEndpoint({ clock, limits: { connections: 3 } });
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

const options = (callId: string, o: Partial<RequestText> = {}) =>
  requestText({ method: 'OPTIONS', port: 5060, transport: 'TCP', callId, branch: callId, ...o });

describe('framing (RFC 3261 section 18.3)', () => {
  test('a message in many pieces', async () => {
    const stream = await open();
    const text = options('split', { body: 'v=0 Grüße' });
    const bytes = Buffer.from(text);
    const umlaut = bytes.indexOf('ü') + 1;
    await stream.write(bytes.subarray(0, 1), bytes.subarray(1, 60), bytes.subarray(60, umlaut), bytes.subarray(umlaut));
    expect(await stream.finals(1)).toEqual(['200 split']);
  });

  test('cut between CR and LF of the empty line', async () => {
    const stream = await open();
    const text = options('cut');
    const at = text.indexOf('\r\n\r\n');
    await stream.write(text.slice(0, at + 1), text.slice(at + 1, at + 3), text.slice(at + 3));
    expect(await stream.finals(1)).toEqual(['200 cut']);
  });

  test('several messages in one piece, the last one unfinished', async () => {
    const stream = await open();
    const third = options('three', { body: 'v=0' });
    await stream.write(options('one', { body: 'v=0' }) + options('two') + third.slice(0, -2));
    expect(await stream.finals(2)).toEqual(['200 one', '200 two']);
    await stream.write(third.slice(-2));
    expect(await stream.finals(3)).toEqual(['200 one', '200 two', '200 three']);
  });

  test('the compact form of Content-Length counts', async () => {
    const stream = await open();
    await stream.write(options('l', { body: 'v=0' }).replace('Content-Length:', 'l :') + options('next'));
    expect(await stream.finals(2)).toEqual(['200 l', '200 next']);
  });

  const pings: [string, string[], string][] = [
    ['two line breaks are answered with one', ['\r\n\r\n'], '\r\n'],
    ['also when they come in pieces', ['\r\n', '\r\n'], '\r\n'],
    ['also cut inside a line break', ['\r', '\n\r', '\n'], '\r\n'],
    ['two of them twice', ['\r\n\r\n\r\n\r\n'], '\r\n\r\n'],
    ['one line break is passed over', ['\r\n'], ''],
  ];
  test.each(pings)('keep-alive (RFC 5626 section 3.5.1): %s', async (_title, pieces, answer) => {
    const stream = await open();
    await stream.write(...pieces, options('after'));
    await stream.finals(1);
    expect(stream.text.slice(0, stream.text.indexOf('SIP/2.0'))).toBe(answer);
  });

  const fatal: [string, () => string][] = [
    ['no Content-Length', () => options('x').replace(/Content-Length:.*\r\n/, '')],
    ['a Content-Length that is no number', () => options('x').replace(/Content-Length: 0/, 'Content-Length: -1')],
    ['a body above 64 kB', () => options('x').replace(/Content-Length: 0/, 'Content-Length: 65537')],
    ['a body of a terabyte', () => options('x').replace(/Content-Length: 0/, 'Content-Length: 1099511627776')],
    ['headers above 32 kB', () => options('x', { headers: [`Subject: ${'s'.repeat(33_000)}`] })],
    ['headers above 32 kB that do not end', () => `OPTIONS sip:x SIP/2.0\r\nSubject: ${'s'.repeat(40_000)}`],
  ];
  test.each(fatal)('%s closes the connection', async (_title, text) => {
    const stream = await open();
    await stream.write(options('before'));
    await stream.finals(1);
    await stream.write(text());
    await stream.untilClosed();
    expect(await (await openAndAsk()).finals(1)).toEqual(['200 again']);
  });

  test('a malformed message that can be framed gets 400 and the connection stays', async () => {
    const stream = await open();
    await stream.write(options('bad').replace('CSeq: 1', 'CSeq: x') + options('good'));
    expect(await stream.finals(2)).toEqual(['400 bad', '200 good']);
  });

  async function openAndAsk(): Promise<RawStream> {
    const stream = await open();
    await stream.write(options('again'));
    return stream;
  }
});

describe('connections', () => {
  test('above the limit they are closed; a place that becomes free can be taken', async () => {
    const first = await open();
    for (const stream of [first, await open(), await open()]) {
      await stream.write(options('in'));
      await stream.finals(1);
    }
    await (await open()).untilClosed();
    await first.write(options('still'));
    await first.finals(2);
    first.close();
    const last = await eventually(async () => {
      const stream = await open();
      await stream.write(options('free'));
      return (await eventually(() => stream.closed || stream.text !== '')) && !stream.closed && stream;
    });
    expect(await last.finals(1)).toEqual(['200 free']);
  });

  test('responses go back by the connection, whatever the Via says', async () => {
    await endpoint.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    const stream = await open();
    await stream.write(options('via', { via: 'SIP/2.0/TCP 192.0.2.1:9;branch=z9hG4bKx' }));
    expect(await stream.finals(1)).toEqual(['200 via']);
    expect(stream.text).toContain('received=127.0.0.1');
  });

  test('nothing is repeated but the 2xx to INVITE, and transactions end at once', async () => {
    const invites: { reject(status: number): void }[] = [];
    endpoint.onInvite((invite) => invites.push(invite));
    const stream = await open();
    await stream.write(options('o'));
    await stream.finals(1);
    expect(endpoint.transactions).toBe(0);
    await stream.write(requestText({ method: 'INVITE', port: 5060, transport: 'TCP', callId: 'i' }));
    (await eventually(() => invites[0])).reject(486);
    clock.advance(20_000);
    await stream.write(requestText({ method: 'ACK', port: 5060, transport: 'TCP', callId: 'i', toTag: 'x' }));
    await stream.write(options('last'));
    expect(await stream.finals(3)).toEqual(['200 o', '486 i', '200 last']);
    expect(endpoint.transactions).toBe(0);
  });

  test('requests to one address share a connection', async () => {
    const sockets: string[] = [];
    const server = new SipEndpoint();
    server.onRequest((incoming) => {
      sockets.push(`${incoming.flow.remotePort}`);
      incoming.respond(200);
    });
    const to = await server.listen({ transport: 'tcp', host: '127.0.0.1', port: 0 });
    const ask = () =>
      endpoint.request({
        method: 'MESSAGE',
        uri: `sip:x@127.0.0.1:${to.port};transport=tcp`,
        from: { uri: 'sip:a@example.com' },
      });
    const answers = await Promise.all([ask(), ask()]);
    answers.push(await ask());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(sockets).size).toBe(1);
    await server.close();
  });

  test('requests of ours are not repeated, and their transactions end with the final response', async () => {
    const server = createServer();
    let text = '';
    const connected = new Promise<Socket>((resolve) => server.on('connection', resolve));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const o = { uri: `sip:x@127.0.0.1:${port};transport=tcp`, from: { uri: 'sip:a@example.com' } };
    const failed = new Promise<number>((resolve) => endpoint.invite(o).onFailed(resolve));
    const socket = await connected;
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await eventually(() => text.endsWith('\r\n\r\n'));
    const invite = parseRequest(text);
    clock.advance(30_000);
    const answer = endpoint.request({ ...o, method: 'MESSAGE' });
    await eventually(() => text.includes('MESSAGE sip:') && text.endsWith('\r\n\r\n'));
    expect(text.split('INVITE sip:').length - 1).toBe(1);
    const message = parseRequest(text.slice(text.indexOf('MESSAGE sip:')));
    socket.write(responseText(invite, 486, { toTag: 'b' }) + responseText(message, 200, { toTag: 'b' }));
    expect([await failed, (await answer).status]).toEqual([486, 200]);
    expect(endpoint.transactions).toBe(0);
    socket.destroy();
    server.close();
  });

  test('where nobody listens, the request fails with 503', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close();
    const from = { uri: 'sip:a@example.com' };
    const uri = `sip:x@127.0.0.1:${port};transport=tcp`;
    expect((await endpoint.request({ method: 'OPTIONS', uri, from })).status).toBe(503);
    const failed = new Promise<number>((resolve) => endpoint.invite({ uri, from }).onFailed(resolve));
    expect(await failed).toBe(503);
  });
});
