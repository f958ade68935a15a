import { beforeEach, expect, test } from 'vitest';
import { callRecord } from '../../src/media/call-record.ts';
import type { Api } from '../media/support/api.ts';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { ada, ben } = people;

eachPlace('records of calls', (makePlace) => {
  let company: Company;
  let api: Api;

  beforeEach(async () => {
    company = await Company.open(await makePlace());
    api = await company.as(ada);
    return () => company.close();
  });

  /** The newest record, once there are so many. */
  async function newest(count: number) {
    return await until(async () => {
      const { body } = await api.get('/calls/records');
      return body.count === count && body._embedded.items[0];
    }, `${count} records`);
  }

  test('a call from outside that nobody answers is missed; one that is answered, or moved on, is not', async () => {
    const desk = await company.phone(ada);
    const gaveUp = await company.callIn(ada);
    await company.callId(ada, 'ringing');
    gaveUp.hangup();
    expect(await newest(1)).toMatchObject({
      missed: true,
      completed: false,
      direction: 'inbound',
      state: 'completed',
      from: '+16135550100',
      fromName: 'Outside Caller',
      to: '2880',
      toPrincipalId: ada.userId,
      ringTime: expect.any(Number),
    });

    await company.callIn(ada);
    const moved = await company.callId(ada, 'ringing');
    await company.phone(ben, { autoAnswer: true });
    await api.put(`/endpoints/2880/calls/${moved}`, { action: 'redirect', destination: '2881' });
    expect(await newest(2)).toMatchObject({ callId: moved, missed: false, completed: false, cause: 'redirected' });

    await company.quiet();
    await desk.dial('2881');
    const talk = await company.callId(ada, 'connected');
    expect((await api.get(`/calls/${talk}/records`)).status).toBe(404);
    const since = performance.now();
    await until(() => performance.now() - since > 300, 'some sound');
    await company.quiet();
    expect(await newest(3)).toMatchObject({
      callId: talk,
      direction: 'outbound',
      missed: false,
      completed: true,
      fromPrincipalId: ada.userId,
      toPrincipalId: ben.userId,
      billingTime: expect.any(Number),
      quality: { lossPercent: 0, jitterMs: expect.any(Number), mos: expect.any(Number) },
    });
  });
});

test('how it sounded is kept with a call', () => {
  const call = {
    endpointId: '2880',
    callId: '1',
    trackingId: '1',
    direction: 'inbound',
    state: 'idle',
    cause: 'newCall',
    from: { number: '1' },
    to: { number: '2880' },
    createdAt: 1,
    final: true,
  } as const;
  const entry = { endpointId: '2880', accountId: 'a', userId: 'u', siteId: 's' };
  const nobody = () => undefined;
  const quality = { packetsReceived: 990, packetsLost: 10, jitterMs: 3.2049, meanOpinionScore: 4.29876 };
  const kept = { lossPercent: 1, jitterMs: 3.2, mos: 4.3 };
  expect(callRecord('r', { ...call, quality }, entry, nobody)).toMatchObject(kept);
  const none = { packetsReceived: 0, packetsLost: 0, jitterMs: 0, meanOpinionScore: 1 };
  expect(callRecord('r', { ...call, quality: none }, entry, nobody)).toMatchObject({
    lossPercent: 0,
    jitterMs: 0,
    mos: 1,
  });
  const silent = { lossPercent: null, jitterMs: null, mos: null };
  expect(callRecord('r', call, entry, nobody)).toMatchObject(silent);
});
