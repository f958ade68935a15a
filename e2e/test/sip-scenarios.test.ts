import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { Baresip } from '../support/baresip.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { ServerProcess } from '../support/server-process.ts';
import { givenUp, lateOffer, playScenario } from '../support/sipp-scenario.ts';
import { until } from '../support/until.ts';

// What happens on the wire between a trunk and us now and then, played by sipp; baresip is the telephone.
const here = hasProgram('baresip', 'baresip-core') && hasProgram('sipp', 'sip-tester');

describe.runIf(here)('calls from a trunk', () => {
  let server: ServerProcess;
  let api: Api;
  let phone: Baresip;
  const state = async () => (await api.call('GET', '/endpoints/2880')).body.state;
  const reaches = (wanted: string) => until(async () => (await state()) === wanted, `2880 ${wanted}`, 10_000);

  beforeAll(async () => {
    server = await ServerProcess.start();
    api = await Api.signIn(server);
    const { username, password } = await api.createPhone('2880');
    phone = await Baresip.start({ username, password, server: server.sip });
    await reaches('idle');
  }, 60_000);

  afterAll(async () => {
    await phone?.close();
    await server?.remove();
  });

  const plays = (steps: string) =>
    playScenario({ steps, to: '2880', server: server.sip, localPort: server.trunk.port });

  test('an INVITE without a description', async () => {
    const played = plays(lateOffer);
    await reaches('ringing');
    await phone.command('accept');
    const { verdict, output } = await played;
    expect(verdict, output).toBe(0);
    await reaches('idle');
  }, 60_000);

  test('a caller who gives up', async () => {
    const { verdict, output } = await plays(givenUp);
    expect(verdict, output).toBe(0);
    await reaches('idle');
  }, 60_000);
});
