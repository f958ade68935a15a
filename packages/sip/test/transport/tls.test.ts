import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Flow, type ListeningPoint, SipEndpoint } from '../../src/index.ts';
import { selfSigned } from '../support/certificate.ts';
import { eventually } from '../support/eventually.ts';
import { requestText } from '../support/texts.ts';

const own = selfSigned();
const HOST = '127.0.0.1';
const other = selfSigned('sip.example.org');

let server: SipEndpoint;
let point: ListeningPoint;
let client: SipEndpoint;
const flows: Flow[] = [];

beforeAll(() => expect(own.certificate).toContain('BEGIN CERTIFICATE'));
beforeEach(async () => {
  server = new SipEndpoint({ limits: { handshakeMs: 150 } });
  server.onRequest((incoming) => {
    flows.push(incoming.flow);
    incoming.respond(200);
  });
  point = await server.listen({ transport: 'tls', host: HOST, port: 0, certificate: own });
  client = new SipEndpoint({ trust: { authorities: own.certificate } });
  await client.listen({ transport: 'tls', host: HOST, port: 0, certificate: other });
});
afterEach(async () => {
  await Promise.all([client.close(), server.close()]);
});
afterAll(() => flows.splice(0));

const ask = (from: SipEndpoint) =>
  from.request({
    method: 'MESSAGE',
    uri: `sip:x@${HOST}:${point.port};transport=tls`,
    from: { uri: 'sip:a@example.com' },
  });

async function handshake(): Promise<TLSSocket> {
  const socket = connect({ port: point.port, host: HOST, ca: own.certificate, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket;
}

test('requests go and come by TLS, by one connection, with TLS in Via and Contact', async () => {
  expect((await ask(client)).status).toBe(200);
  const response = await ask(client);
  expect(response.status).toBe(200);
  expect(response.head.via.transport).toBe('TLS');
  const [first, second] = flows.slice(-2);
  expect(first).toMatchObject({ transport: 'tls', reliable: true, localPort: point.port });
  expect(second?.remotePort).toBe(first?.remotePort);
});

test('an endpoint without a certificate calls by TLS too', async () => {
  const caller = new SipEndpoint({ trust: { authorities: own.certificate } });
  await caller.listen({ transport: 'udp', host: HOST, port: 0 });
  expect([(await ask(caller)).status, (await ask(caller)).status]).toEqual([200, 200]);
  expect(new Set(flows.slice(-2).map(({ remotePort }) => remotePort)).size).toBe(1);
  await caller.close();
  await eventually(() => server.connections === 0);
});

test('a sips URI goes by TLS', async () => {
  const request = { method: 'OPTIONS', uri: `sips:${HOST}:${point.port}`, from: { uri: 'sip:a@example.com' } };
  expect((await client.request(request)).status).toBe(200);
});

test('an invitation by TLS bears a Contact that leads back by TLS', async () => {
  const contact = new Promise<string>((resolve) => {
    server.onInvite((invite) => {
      resolve(invite.request.headers.get('contact') ?? '');
      invite.reject(486);
    });
  });
  const invite = client.invite({ uri: `sip:x@${HOST}:${point.port};transport=tls`, from: { uri: 'sip:a@b.c' } });
  const status = await new Promise((resolve) => invite.onFailed(resolve));
  expect([status, await contact]).toEqual([486, expect.stringMatching(/;transport=tls>$/)]);
});

test.each([
  ['a certificate that nobody vouches for', {}, own],
  ['a certificate of another name', { authorities: other.certificate }, other],
])('%s is not spoken with', async (_title, trust, shown) => {
  server.renewCertificate(shown);
  const wary = new SipEndpoint({ trust });
  await wary.listen({ transport: 'tls', host: HOST, port: 0, certificate: other });
  expect((await ask(wary)).status).toBe(503);
  await wary.close();
});

test('a renewed certificate is shown from then on, and connections that are open stay', async () => {
  const before = await handshake();
  server.renewCertificate(other);
  const after = await handshake();
  expect(before.getPeerCertificate().subject.CN).toBe(HOST);
  expect(after.getPeerCertificate().subject.CN).toBe('sip.example.org');
  before.write(requestText({ method: 'OPTIONS', port: 5060, transport: 'TLS', callId: 'stays' }));
  const [answer] = (await once(before, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^SIP\/2\.0 200/);
  expect(() => server.renewCertificate({ certificate: own.certificate, key: other.key })).toThrow();
  expect((await handshake()).getPeerCertificate().subject.CN).toBe('sip.example.org');
  for (const socket of [before, after]) socket.destroy();
});

test('a certificate that cannot be used is an error at once', async () => {
  const wrong = { certificate: own.certificate, key: other.key };
  await expect(server.listen({ transport: 'tls', host: HOST, port: 0, certificate: wrong })).rejects.toThrow();
});

test.each([
  ['SIP without TLS', requestText({ method: 'OPTIONS', port: 5060, transport: 'TLS', callId: 'plain' })],
  ['garbage', Buffer.alloc(5_000, 0xa5)],
  ['half a handshake', Buffer.from('16030100c8010000c40303', 'hex')],
  ['nothing', ''],
])('%s instead of a handshake ends the connection and leaves nothing', async (_title, bytes) => {
  const socket = connectTcp(point.port, HOST);
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  socket.write(bytes);
  await closed;
  await eventually(() => server.connections === 0);
  expect((await ask(client)).status).toBe(200);
});

test('garbage inside TLS ends the connection', async () => {
  const socket = await handshake();
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.write(Buffer.alloc(40_000, 0x41));
  await closed;
  await eventually(() => server.connections === 0);
});

test('connections are closed with their endpoint, those amid their handshake too', async () => {
  const waiting = connectTcp(point.port, HOST);
  await once(waiting, 'connect');
  const done = await handshake();
  await eventually(() => server.connections === 2);
  const closed = [waiting, done].map((socket) => {
    socket.on('error', () => undefined);
    return once(socket, 'close');
  });
  await server.close();
  await Promise.all(closed);
});
