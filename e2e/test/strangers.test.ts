import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { Baresip } from '../support/baresip.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Sipp } from '../support/sipp.ts';
import { until } from '../support/until.ts';

// The same story with programs that know nothing of us: baresip as 2880 to 2882, sipp as the trunk.
// baresip does not obey `Event: talk`, so the API must refuse to answer it and say why; its own control port answers it.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');

describe.runIf(here)('the tutorial with baresip phones and sipp as the trunk', () => {
  let server: ServerProcess;
  let api: Api;
  let trunk: Sipp;
  const phones: Record<string, Baresip> = {};
  const action = (endpointId: string, callId: string, body: object) =>
    api.call('PUT', `/endpoints/${endpointId}/calls/${callId}`, body);
  const onlyCall = async (endpointId: string, state: string) =>
    await until(
      async () => (await api.calls(endpointId)).find((call) => call.state === state),
      `a ${state} call at ${endpointId}`,
      8_000,
    );

  beforeAll(async () => {
    server = await ServerProcess.start();
    api = await Api.signIn(server);
    for (const extension of ['2880', '2881', '2882']) {
      const { username, password } = await api.createPhone(extension);
      phones[extension] = await Baresip.start({ username, password, server: server.sip });
    }
    for (const extension of ['2880', '2881', '2882']) {
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

  test('rings, is redirected, refuses a remote answer with 409, consults and transfers with media', async () => {
    trunk = await Sipp.call({ from: '+16135550100', to: '2880', server: server.sip, localPort: server.trunk.port });
    const ringing = await onlyCall('2880', 'ringing');
    expect((await action('2880', ringing.callId, { action: 'redirect', destination: '2881' })).status).toBe(200);
    const moved = await onlyCall('2881', 'ringing');

    const refused = await action('2881', moved.callId, { action: 'answer' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ name: 'Conflict', code: 'remote_answer_unsupported' });
    expect(refused.body.message).toMatch(/answer/i);
    expect(await onlyCall('2881', 'ringing')).toMatchObject({ callId: moved.callId });

    await phones['2881']?.command('accept');
    const answered = await onlyCall('2881', 'connected');
    await until(() => trunk.rtpReceived() > 20, 'RTP from 2881 at the trunk', 8_000);

    expect((await action('2881', answered.callId, { action: 'consult', args: '2882' })).status).toBe(200);
    await onlyCall('2882', 'ringing');
    await phones['2882']?.command('accept');
    await onlyCall('2882', 'connected');
    const calls = await api.calls('2881');
    const consultation = calls.find((call) => call.callId !== answered.callId);
    expect(calls).toHaveLength(2);

    const before = trunk.rtpReceived();
    const transferred = await action('2881', consultation.callId, {
      action: 'supervisedTransfer',
      args: answered.callId,
    });
    expect(transferred.status).toBe(200);
    await until(async () => (await api.calls('2881')).length === 0, 'no call left at 2881');
    expect(await onlyCall('2882', 'connected')).toMatchObject({ from: '+16135550100', cause: 'transfer' });
    await until(() => trunk.rtpReceived() > before + 50, 'RTP from 2882 at the trunk', 8_000);

    const [last] = await api.calls('2882');
    expect((await action('2882', last.callId, { action: 'end' })).status).toBe(200);
    expect(await trunk.verdict(), trunk.output).toBe(0);
    await until(async () => (await api.calls('2882')).length === 0, 'no call left at 2882', 8_000);
  }, 60_000);
});
