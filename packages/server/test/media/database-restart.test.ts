import { afterAll, beforeAll, expect, test } from 'vitest';
import { Receiver } from '../notifications/support/receiver.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { cleanUpAfterEach, temporaryFolder } from '../support/storage.ts';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { published, story } from './support/published.ts';
import { until } from './support/until.ts';

const { ada, ben, admin } = people;

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.remove());
cleanUpAfterEach();

test('calls go on while PostgreSQL is down; what happened is announced once it is back', async () => {
  const company = await Company.open({ ...(await temporaryFolder()), databaseUrl: await postgres.createDatabase() });
  const receiver = await Receiver.start();
  const api = await company.as(admin);
  await company.phone(ada, { autoAnswer: true });
  const other = await company.phone(ben);
  await api.post('/subscriptions', {
    applicationId: 'test',
    deviceId: receiver.url,
    transport: 'webhook',
    topic: 'platform-api-media',
    subjectFilter: '/endpoints/2880/',
  });
  const caller = await company.callIn(ada);
  const callId = await company.callId(ada, 'connected');
  const act = (action: string) => api.put(`/endpoints/2880/calls/${callId}`, { action });

  const { storage } = company.context;
  await until(async () => story(await published(storage)).includes('connected/newCall'), 'the answer on disk');
  await postgres.stop();
  expect(await act('hold')).toMatchObject({ status: 503, body: { code: 'storage_unavailable' } });
  expect(await act('end')).toMatchObject({ status: 503, body: { code: 'storage_unavailable' } });
  expect(await api.get(`/endpoints/2880/calls/${callId}`)).toMatchObject({ status: 200, body: { state: 'held' } });
  expect((await api.get('/subscriptions')).status).toBe(503);
  const second = await other.dial('2880');
  await second.until('connected', 5_000);
  second.hangup();
  caller.hangup();
  await until(() => company.context.gateway.pbx.stats().calls === 0, 'no call left');

  await postgres.start();
  await until(async () => {
    const records = await storage.read
      .selectFrom('callRecords')
      .selectAll()
      .execute()
      .catch(() => []);
    return records.length === 3 && records.every(({ endedOn }) => endedOn !== null);
  }, 'all records closed');
  const first = `/2017-09-01/endpoints/2880/calls/${callId}`;
  const told = (await published(storage)).filter(({ subject }) => subject === first);
  expect(story(told)).toEqual(['ringing/newCall', 'connected/newCall', 'held/newCall', 'idle/newCall']);
  await until(() => receiver.received.filter(({ body }) => body.content.state === 'idle').length >= 2, 'the webhooks');
  expect((await act('end')).status).toBe(404);
  await company.close();
  await receiver.close();
});
