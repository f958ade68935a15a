import { Phone } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Receiver } from '../notifications/support/receiver.ts';
import { mayMount, type SmallDisk, smallDisk } from '../support/small-disk.ts';
import type { Answer, Api } from './support/api.ts';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { published, story } from './support/published.ts';
import { until } from './support/until.ts';

const { ada, ben, cleo, admin } = people;

describe.skipIf(!mayMount())('a full disk', () => {
  let disk: SmallDisk;
  let credentials: { username: string; password: string; realm: string };
  let company: Company;
  let api: Api;
  let receiver: Receiver;
  let desk: Phone;
  let other: Phone;
  let callId: string;

  beforeAll(async () => {
    disk = smallDisk();
    receiver = await Receiver.start();
    company = await Company.open({ dataDir: disk.dataDir });
    api = await company.as(admin);
    desk = await company.phone(ada, { autoAnswer: true });
    other = await company.phone(ben, { autoAnswer: true });
    await api.post('/subscriptions', subscription(receiver.url));
    credentials = (await api.post('/endpoints/2882/credentials')).body;
    await company.callIn(ada);
    callId = await company.callId(ada, 'connected');
    const { storage } = company.context;
    await until(async () => story(await published(storage)).includes('connected/newCall'), 'the answer on disk');
    disk.fill();
  });
  afterAll(async () => {
    await company?.close();
    await receiver?.close();
    disk.remove();
  });

  const subscription = (deviceId: string) => ({
    applicationId: 'test',
    deviceId,
    transport: 'webhook',
    topic: 'platform-api-media',
    subjectFilter: '/endpoints/2880/',
  });
  const user = { email: 'late@example.com', extension: '2890' };
  const act = (action: string) => api.put(`/endpoints/2880/calls/${callId}`, { action });
  const unavailable = ({ status, body }: Answer) => [status, body.name, body.code];
  const refusal = [503, 'ServiceUnavailable', 'storage_unavailable'];

  test('an action at the telephone is done, and its answer says that it is not announced', async () => {
    const answer = await act('hold');
    expect(unavailable(answer)).toEqual(refusal);
    expect(answer.body.message).toMatch(/is held now; the database does not save/);
    expect((await api.get(`/endpoints/2880/calls/${callId}`)).body.state).toBe('held');
  });

  test('further actions are refused before anything is done', async () => {
    expect(unavailable(await act('retrieve'))).toEqual(refusal);
    expect((await api.get(`/endpoints/2880/calls/${callId}`)).body.state).toBe('held');
    expect(unavailable(await api.post('/endpoints/2881/calls', { to: '2880' }))).toEqual(refusal);
    expect(other.calls).toEqual([]);
  });

  test.each([
    ['a subscription', () => api.post('/subscriptions', subscription('http://127.0.0.1:9/'))],
    ['a user', () => api.post('/accounts/a-1/users', user)],
    ['a change of a user', () => api.put('/accounts/a-1/users/u-ben', { name: 'Another' })],
    ['credentials', () => api.post('/endpoints/2881/credentials')],
    [
      'a token',
      () => api.post('/token', { grant_type: 'password', username: ada.email, password: 'a password of tests' }),
    ],
  ])('%s is refused', async (_name, request) => {
    expect(unavailable(await request())).toEqual(refusal);
  });

  test('nothing of it was done by half, and what is there can be read', async () => {
    expect((await api.get('/subscriptions')).body.count).toBe(1);
    expect((await api.get("/accounts/a-1/users?$filter=email eq 'late@example.com'")).body.count).toBe(0);
    expect((await api.get('/accounts/a-1/users/u-ben')).body.name).toBe(ben.name);
    expect((await api.get('/endpoints/2890')).status).toBe(404);
    expect((await api.get('/endpoints/2881')).body).toMatchObject({ name: ben.name, state: 'idle' });
  });

  test('a telephone cannot register: it would be forgotten', async () => {
    const server = { host: '127.0.0.1', port: company.sipPort };
    await expect(Phone.start({ server, ...credentials })).rejects.toThrow(/503|500/);
    expect((await api.get('/endpoints/2882')).body.state).toBe('outOfService');
  });

  test('telephones go on: calls are made and ended without the API', async () => {
    const call = await other.dial('2880');
    await call.until('connected', 5_000);
    call.hangup();
    await call.until('ended', 5_000);
  });

  test('with room again all is as before, and what happened is announced in order', async () => {
    disk.free();
    await until(async () => (await act('retrieve')).status === 200, 'the database saving');
    expect(desk.calls.map(({ state }) => state)).toEqual(['connected']);
    expect((await api.post('/accounts/a-1/users', user)).status).toBe(201);
    expect((await api.get('/endpoints/2890')).status).toBe(200);
    await company.phone(cleo);
    expect((await api.get('/endpoints/2882')).body.state).toBe('idle');
    await act('end');
    const subject = `/2017-09-01/endpoints/2880/calls/${callId}`;
    const all = await published(company.context.storage);
    const told = ['connected/newCall', 'held/newCall', 'connected/newCall', 'idle/newCall'];
    expect(story(all.filter((one) => one.subject === subject))).toEqual(['ringing/newCall', ...told]);
    const states = () =>
      receiver.received.filter(({ body }) => body.subject === subject).map(({ body }) => body.content.state);
    await until(() => states().includes('idle'), 'the last webhook');
    expect([...new Set(states())]).toEqual(['ringing', 'connected', 'held', 'idle']);
  });
});
