import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { writeCertificate } from '../../packages/server/test/support/certificate.ts';
import { Api } from '../support/api.ts';
import { Baresip } from '../support/baresip.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { freePort } from '../support/ports.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

// Telephones that know nothing of us: on UDP, on TCP, and on TLS with SRTP.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('openssl', 'openssl');

describe.runIf(here)('baresip on each transport', () => {
  let folder: string;
  let files: { certificate: string; key: string };
  let server: ServerProcess;
  let api: Api;
  let tlsPort: number;
  const phones: Baresip[] = [];
  const credentials: Record<string, { username: string; password: string }> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cordboard-tls-'));
    files = writeCertificate(folder);
    tlsPort = await freePort();
    server = await ServerProcess.start({
      CORDBOARD_SIP_TLS_PORT: String(tlsPort),
      CORDBOARD_SIP_TLS_CERT: files.certificate,
      CORDBOARD_SIP_TLS_KEY: files.key,
    });
    api = await Api.signIn(server);
    for (const extension of ['2880', '2881']) credentials[extension] = await api.createPhone(extension);
  }, 60_000);

  afterEach(async () => {
    await Promise.all(phones.splice(0).map((phone) => phone.close()));
  });

  afterAll(async () => {
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  const stateOf = async (extension: string) => (await api.call('GET', `/endpoints/${extension}`)).body.state;
  const onlyCall = (extension: string, state: string) =>
    until(
      async () => (await api.calls(extension)).find((call) => call.state === state),
      `${state} at ${extension}`,
      8_000,
    );

  async function start(extension: string, transport: 'udp' | 'tcp' | 'tls', hz: number): Promise<Baresip> {
    const port = transport === 'tls' ? tlsPort : server.sip.port;
    const { username, password } = credentials[extension] ?? expect.unreachable();
    const authority = transport === 'tls' ? { authority: files.certificate } : {};
    const phone = await Baresip.start({
      username,
      password,
      server: { host: '127.0.0.1', port },
      transport,
      hz,
      ...authority,
    });
    phones.push(phone);
    await until(async () => (await stateOf(extension)) === 'idle', `${extension} registered: ${phone.output}`, 10_000);
    return phone;
  }

  test.each(['udp', 'tcp', 'tls'] as const)(
    'by %s they register, call each other and hear each other; gone, their lines are out of service',
    async (transport) => {
      const caller = await start('2880', transport, 440);
      const callee = await start('2881', transport, 620);
      await caller.command('dial', '2881');
      await onlyCall('2881', 'ringing');
      await callee.command('accept');
      await onlyCall('2880', 'connected');
      await onlyCall('2881', 'connected');
      for (const phone of [caller, callee]) {
        await until(async () => (await phone.heard()) > 0.05, `sound at ${phone.output}`, 8_000);
      }
      await callee.command('hangup');
      await until(async () => (await api.calls('2880')).length === 0, 'no call left', 8_000);
      await Promise.all([caller.close(), callee.close()]);
      await until(async () => (await stateOf('2880')) === 'outOfService', '2880 gone', 8_000);
    },
    60_000,
  );

  test('a telephone that is cut off without a word is out of service at once', async () => {
    const phone = await start('2880', 'tls', 0);
    phone.kill();
    await until(async () => (await stateOf('2880')) === 'outOfService', '2880 gone', 8_000);
  }, 60_000);
});
