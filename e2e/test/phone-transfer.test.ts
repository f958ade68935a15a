import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { Baresip } from '../support/baresip.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Sipp } from '../support/sipp.ts';
import { until } from '../support/until.ts';

// baresip sends its caller on by its own transfer key (REFER); sipp is the trunk.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');

describe.runIf(here)('a transfer at the telephone', () => {
  let server: ServerProcess;
  let api: Api;
  let trunk: Sipp;
  const phones: Record<string, Baresip> = {};
  const onlyCall = async (endpointId: string, state: string) =>
    await until(
      async () => (await api.calls(endpointId)).find((call) => call.state === state),
      `a ${state} call at ${endpointId}`,
      8_000,
    );

  beforeAll(async () => {
    server = await ServerProcess.start();
    api = await Api.signIn(server);
    for (const extension of ['2880', '2881']) {
      const { username, password } = await api.createPhone(extension);
      phones[extension] = await Baresip.start({ username, password, server: server.sip });
      await until(
        async () => (await api.call('GET', `/endpoints/${extension}`)).body.state === 'idle',
        `${extension} registered`,
        10_000,
      );
    }
  }, 60_000);

  afterAll(async () => {
    await trunk?.close();
    await Promise.all(Object.values(phones).map((phone) => phone.close()));
    await server?.remove();
  });

  test('the caller goes over with its audio, and the first telephone is let go', async () => {
    trunk = await Sipp.call({ from: '+16135550100', to: '2880', server: server.sip, localPort: server.trunk.port });
    await onlyCall('2880', 'ringing');
    await phones['2880']?.command('accept');
    await onlyCall('2880', 'connected');
    await phones['2880']?.command('transfer', `sip:2881@${server.sip.host}:${server.sip.port}`);
    const ringing = await onlyCall('2881', 'ringing');
    expect(ringing).toMatchObject({ from: '+16135550100', cause: 'transfer' });
    await phones['2881']?.command('accept');
    const moved = await onlyCall('2881', 'connected');
    await until(async () => (await api.calls('2880')).length === 0, 'no call left at 2880', 8_000);
    await until(() => phones['2880']?.events('CALL_CLOSED').length === 1, 'the telephone is free', 8_000);
    const before = trunk.rtpReceived();
    await until(() => trunk.rtpReceived() > before + 50, 'RTP from 2881 at the trunk', 8_000);
    await api.call('PUT', `/endpoints/2881/calls/${moved.callId}`, { action: 'end' });
    expect(await trunk.verdict(), trunk.output).toBe(0);
  }, 60_000);
});
