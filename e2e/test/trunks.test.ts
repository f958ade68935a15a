import { Phone } from '@cordboard/phone';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { freePort } from '../support/ports.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { SippProcess } from '../support/sipp/sipp-process.ts';
import { type CarrierManner, openCarrier } from '../support/sipp-carrier.ts';
import { until } from '../support/until.ts';

const NUMBER = '+16135550100';

describe.skipIf(!hasProgram('sipp', 'sip-tester'))('trunks to carriers that are strangers', () => {
  let server: ServerProcess;
  let api: Api;
  let phone: Phone;
  const carriers: SippProcess[] = [];
  const trunkIds: string[] = [];

  beforeAll(async () => {
    server = await ServerProcess.start({ CORDBOARD_COUNTRY: 'CA' });
    api = await Api.signIn(server);
    const { username, password, realm } = await api.createPhone('2880');
    phone = await Phone.start({ server: server.sip, username, password, realm });
  }, 60_000);

  afterEach(async () => {
    for (const call of phone.calls) call.hangup();
    await Promise.all(carriers.splice(0).map((carrier) => carrier.close()));
    await api.call('PUT', '/outboundRules', { rules: [] });
    for (const trunkId of trunkIds.splice(0)) await api.call('DELETE', `/trunks/${trunkId}`);
  });

  afterAll(async () => {
    await phone?.close();
    await server?.remove();
  });

  /** A trunk to each carrier, tried in this order. */
  async function open(...manners: CarrierManner[]): Promise<void> {
    for (const manner of manners) {
      const port = await freePort();
      carriers.push(await openCarrier(port, manner));
      const { username, password } = manner.digest ?? {};
      const { body } = await api.call('POST', '/trunks', { host: '127.0.0.1', port, username, password });
      trunkIds.push(body.trunkId);
    }
    await api.call('PUT', '/outboundRules', { rules: [{ prefix: '+1', trunkIds }] });
  }

  const stateOf = async (index: number) => (await api.call('GET', `/trunks/${trunkIds[index]}`)).body.state;
  const calls = async () => (await api.call('GET', '/endpoints/2880/calls')).body._embedded.items;

  test.each([
    ['503', { status: 503 }],
    ['403', { status: 403 }],
    ['nothing', {}],
  ])(
    'one that answers %s is left for the next, and it is one call',
    async (_, manner) => {
      await open(manner, { status: 200 });
      const call = await phone.dial('613 555 0100');
      await call.until('connected', 15_000);
      expect(await calls()).toHaveLength(1);
      expect((await stateOf(1)).calls).toBe(1);
      call.hangup();
      expect(await carriers[1]?.verdict()).toBe(0);
    },
    30_000,
  );

  test('a callee who is busy is not called a second time', async () => {
    await open({ status: 486 }, { status: 200 });
    const call = await phone.dial(NUMBER);
    await call.until('ended', 10_000);
    expect([call.status, await carriers[0]?.verdict()]).toEqual([486, 0]);
    expect((await stateOf(1)).calls).toBe(0);
  }, 30_000);

  test('one that challenges gets the password of its trunk', async () => {
    await open({ status: 200, digest: { username: 'us', password: 'our secret' } });
    const call = await phone.dial(NUMBER);
    await call.until('connected', 10_000);
    call.hangup();
    expect(await carriers[0]?.verdict()).toBe(0);
  }, 30_000);

  test('a call goes on when its trunk is removed', async () => {
    await open({ status: 200 });
    const call = await phone.dial(NUMBER);
    await call.until('connected', 10_000);
    await api.call('PUT', '/outboundRules', { rules: [] });
    expect((await api.call('DELETE', `/trunks/${trunkIds.pop()}`)).status).toBe(200);
    expect([call.state, (await calls()).length]).toEqual(['connected', 1]);
    call.hangup();
    await until(async () => (await calls()).length === 0, 'the end');
    expect(await carriers[0]?.verdict()).toBe(0);
  }, 30_000);
});
