import type { Phone, PhoneOptions } from '@cordboard/phone';
import { beforeEach, expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { ada, ben } = people;

eachPlace('registrations', (makePlace) => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open(await makePlace());
    return () => company.close();
  });

  /** Restarts the server on the same SIP port. */
  async function restart(): Promise<void> {
    const port = company.sipPort;
    await company.stop();
    await company.start({ sip: { host: '127.0.0.1', port, publicHost: undefined } });
  }

  const rings = (phone: Phone) => until(() => phone.calls[0], 'the phone ringing');
  const rows = () => company.context.storage.read.selectFrom('bindings').selectAll().execute();
  const devices = async () => (await (await company.as(ada)).get('/endpoints/2880')).body.devices;

  test.each([
    ['UDP', {}],
    ['TCP', { transport: 'tcp' as const }],
  ])('by %s outlive a restart: the telephone rings without registering anew', async (_name, transport) => {
    const server: PhoneOptions['server'] = { host: '127.0.0.1', port: company.sipPort, ...transport };
    const phone = await company.phone(ada, { server });
    const [before] = await rows();
    await restart();
    expect(await rows()).toEqual([before]);
    await company.callIn(ada);
    (await rings(phone)).answer();
    await company.callId(ada, 'connected');
    expect(await rows()).toEqual([before]);
  });

  test('keep what is known of the telephone', async () => {
    await company.phone(ada);
    const before = await devices();
    await restart();
    expect(await devices()).toEqual(before);
    expect(before).toMatchObject([{ userAgent: 'Cordboard phone', remoteAnswer: true }]);
    await company.callIn(ada);
    const callId = await company.callId(ada, 'ringing');
    const answer = await (await company.as(ada)).put(`/endpoints/2880/calls/${callId}`, { action: 'answer' });
    expect(answer).toMatchObject({ status: 200, body: { state: 'connected' } });
  });

  test('of several telephones all ring', async () => {
    const [one, other] = [await company.phone(ada), await company.phone(ada)];
    // The second took new credentials, and the first is still registered until its time is over.
    await restart();
    await company.callIn(ada);
    await Promise.all([rings(one), rings(other)]);
  });

  test('that were given up are gone, also after a restart', async () => {
    const phone = await company.phone(ada);
    await phone.close();
    expect(await rows()).toEqual([]);
    await restart();
    expect(await devices()).toEqual([]);
  });

  test('that expired while the server was down do not ring, and are cleared away', async () => {
    const phone = await company.phone(ada);
    await company.context.storage.transaction(({ db }) => db.updateTable('bindings').set({ expiresAt: 1 }).execute());
    await restart();
    expect(await devices()).toEqual([]);
    const caller = await company.callIn(ada);
    await caller.until('ended', 5_000).catch(() => {});
    expect([caller.status, phone.calls]).toEqual([480, []]);
  });

  test('ids of calls do not come again', async () => {
    await company.phone(ada);
    const first = await callOnce();
    await restart();
    expect(Number(await callOnce())).toBeGreaterThan(Number(first));
  });

  async function callOnce(): Promise<string> {
    await company.callIn(ada);
    const callId = await company.callId(ada, 'ringing');
    await company.quiet();
    return callId;
  }
});

eachPlace('lines of telephones', (makePlace) => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open(await makePlace());
    return () => company.close();
  });

  test('come and go with the users, without a restart', async () => {
    const admin = await company.as(people.admin);
    const { body: user } = await admin.post('/accounts/a-1/users', { email: 'new@example.com', extension: '2890' });
    expect((await admin.get('/endpoints/2890')).body).toMatchObject({ endpointId: '2890', state: 'outOfService' });
    await company.phone({ ...ada, extension: '2890' });
    expect((await admin.get('/endpoints/2890')).body.state).toBe('idle');
    await admin.delete(`/accounts/a-1/users/${user.userId}`);
    expect((await admin.get('/endpoints/2890')).status).toBe(404);
  });

  test('a user who gets another number takes the calls there, and the former number is gone', async () => {
    const admin = await company.as(people.admin);
    await company.phone(ben);
    await admin.put('/accounts/a-1/users/u-ben', { extension: '2899', name: 'Ben of 2899' });
    expect((await admin.get('/endpoints/2881')).status).toBe(404);
    expect((await admin.get('/endpoints/2899')).body).toMatchObject({ name: 'Ben of 2899', devices: [] });
    expect((await (await company.as(ben)).get('/endpoints/2899')).status).toBe(200);
  });

  test('a user who is removed in the middle of a call: the call ends and is announced to the end', async () => {
    const admin = await company.as(people.admin);
    const phone = await company.phone(ben, { autoAnswer: true });
    const caller = await company.callIn(ben);
    await company.callId(ben, 'connected');
    await admin.delete('/accounts/a-1/users/u-ben');
    await Promise.all([until(() => phone.calls.length === 0, 'the end'), caller.until('ended', 5_000)]);
    const records = await until(async () => {
      const rows = await company.context.storage.read.selectFrom('callRecords').selectAll().execute();
      return rows.every(({ endedOn }) => endedOn !== null) && rows;
    }, 'the record closed');
    expect(records).toMatchObject([{ userId: 'u-ben', state: 'completed', cause: 'destNotObtainable', completed: 1 }]);
  });
});
