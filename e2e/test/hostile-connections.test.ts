import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { Phone } from '@cordboard/phone';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCertificate } from '../../packages/server/test/support/certificate.ts';
import { Api } from '../support/api.ts';
import { freePort } from '../support/ports.ts';
import { ServerProcess } from '../support/server-process.ts';

// Strangers who mean harm, on every port that takes connections: the server stays, and serves who means well.
const HOST = '127.0.0.1';
const AT_ONCE = 50;
const ROUNDS = 4;
let folder: string;
let server: ServerProcess;
let tlsPort: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-hostile-'));
  const { certificate, key } = writeCertificate(folder, 'certificate');
  tlsPort = await freePort();
  server = await ServerProcess.start({
    CORDBOARD_SIP_TLS_PORT: String(tlsPort),
    CORDBOARD_SIP_TLS_CERT: certificate,
    CORDBOARD_SIP_TLS_KEY: key,
  });
}, 60_000);

afterAll(async () => {
  await server?.remove();
  await rm(folder, { recursive: true });
});

const httpPort = () => Number(new URL(server.url).port);
const tls = () => connectTls({ host: HOST, port: tlsPort, rejectUnauthorized: false });
const half =
  'INVITE sip:2880@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TLS x;branch=z9hG4bK1\r\nContent-Length: 60000\r\n\r\nv=0';
const upgrade = (rest: string) =>
  `GET /sip?access_token=${'x'.repeat(500)} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${rest}`;

const attacks: [string, () => Socket, () => string | Buffer][] = [
  ['garbage to the port of TLS', () => connect(tlsPort, HOST), () => randomBytes(20_000)],
  ['garbage inside TLS', tls, () => randomBytes(60_000)],
  ['half a message inside TLS', tls, () => half],
  ['garbage to the port of TCP', () => connect(server.sip.port, HOST), () => randomBytes(60_000)],
  ['half an upgrade', () => connect(httpPort(), HOST), () => upgrade('Sec-WebSocket-Version: 13\r\n')],
  ['an upgrade with a made-up token', () => connect(httpPort(), HOST), () => upgrade('\r\n')],
  [
    'garbage behind an upgrade',
    () => connect(httpPort(), HOST),
    () => Buffer.concat([Buffer.from(upgrade('\r\n')), randomBytes(9_000)]),
  ],
];

test.each(attacks)(
  '%s',
  async (_title, open, bytes) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sockets = Array.from({ length: AT_ONCE }, () => {
        const socket = open();
        socket.on('error', () => undefined);
        socket.resume();
        socket.write(bytes());
        return socket;
      });
      expect((await fetch(`${server.url}/health`)).status).toBe(200);
      for (const socket of sockets) socket.destroy();
    }
    expect(server.running).toBe(true);
  },
  60_000,
);

test('after all that a telephone registers by TLS, and nothing is left over', async () => {
  const api = await Api.signIn(server);
  const { username, password, realm } = await api.createPhone('2880');
  const phone = await Phone.start({
    server: { host: HOST, port: tlsPort, transport: 'tls' },
    trust: { authorities: await readFile(join(folder, 'certificate.pem'), 'utf8') },
    username,
    password,
    realm,
  });
  expect((await api.call('GET', '/endpoints/2880')).body.state).toBe('idle');
  await phone.close();
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/^cordboard_sip_transactions 0$/m);
  expect(server.output).not.toMatch(/"level":(50|60)/);
}, 60_000);
