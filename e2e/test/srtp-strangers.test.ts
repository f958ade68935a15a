import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Phone } from '@cordboard/phone';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { writeCertificate } from '../../packages/server/test/support/certificate.ts';
import { Api } from '../support/api.ts';
import { Baresip } from '../support/baresip.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { freePort } from '../support/ports.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

// baresip with SRTP, beside a telephone of ours that has none.
describe.each(['required', 'optional'] as const)('SRTP %s, with baresip', (policy) => {
  const here = hasProgram('baresip', 'baresip-core');
  let folder: string;
  let server: ServerProcess;
  let api: Api;
  let desk: Phone;
  let tlsPort: number;
  let stranger: Baresip | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cordboard-srtp-'));
    const { certificate, key } = writeCertificate(folder);
    tlsPort = await freePort();
    server = await ServerProcess.start({
      CORDBOARD_SIP_TLS_PORT: String(tlsPort),
      CORDBOARD_SIP_TLS_CERT: certificate,
      CORDBOARD_SIP_TLS_KEY: key,
      CORDBOARD_SRTP: policy,
    });
    api = await Api.signIn(server);
    const { username, password, realm } = await api.createPhone('2881');
    desk = await Phone.start({ server: server.sip, username, password, realm, tone: 900, autoAnswer: true });
  }, 60_000);
  afterEach(async () => {
    await stranger?.close();
  });
  afterAll(async () => {
    await desk?.close();
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  const encryptions = policy === 'required' ? (['srtp-mand', 'srtp'] as const) : (['srtp', 'none'] as const);
  test.runIf(here).each(encryptions)(
    'it calls and is called with %s',
    async (encryption) => {
      const extension = encryption === 'srtp-mand' ? '2890' : encryption === 'srtp' ? '2891' : '2892';
      const { username, password } = await api.createPhone(extension);
      const settings = { username, password, server: { host: '127.0.0.1', port: tlsPort }, transport: 'tls' } as const;
      const baresip = await Baresip.start({ ...settings, encryption });
      stranger = baresip;
      await until(
        async () => (await api.call('GET', `/endpoints/${extension}`)).body.state === 'idle',
        'registered',
        10_000,
      );

      const call = await desk.dial(extension);
      await until(() => baresip.events('CALL_INCOMING').length > 0, 'it rings');
      await baresip.command('accept');
      await call.until('connected', 5_000);
      await until(() => call.heard().packetsReceived > 20, 'it is heard', 8_000);
      call.hangup();
      await until(() => baresip.events('CALL_CLOSED').length > 0, 'it hangs up');

      const rings = new Promise<Awaited<ReturnType<Phone['dial']>>>((resolve) => desk.onIncoming(resolve));
      await baresip.command('dial', '2881');
      const incoming = await rings;
      await until(() => incoming.heard().packetsReceived > 20, 'it is heard', 8_000);
      await baresip.command('hangup');
      await incoming.until('ended', 5_000);
      if (encryption !== 'none') expect(baresip.output).toContain('SRTP is Enabled');
    },
    60_000,
  );
});
