import { beforeEach, expect, test } from 'vitest';
import { Api } from '../../media/support/api.ts';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';
import { upgrade } from '../../sip-access/support.ts';
import { expectRefusedEverywhere } from '../../support/refused-everywhere.ts';

const DAY_MS = 86_400_000;

let company: Company;
let api: Api;
beforeEach(async () => {
  company = await Company.temporary({ publicUrl: 'https://calls.example.com' });
  api = await company.as(people.ada);
  return () => company.close();
});

const tokenOf = (body: { url: string }) => new URL(body.url).searchParams.get('token') ?? '';

test('POST /connections gives one URL under the names that clients look for', async () => {
  const before = Date.now();
  const { status, body } = await api.post('/connections', { transport: 'websocket' });
  expect(status).toBe(201);
  const { url } = body;
  expect(body).toEqual({
    connectionId: expect.any(String),
    transport: 'websocket',
    url: expect.stringMatching(/^wss:\/\/calls\.example\.com\/mqtt\?token=[\w.-]+$/),
    webSocketUrl: url,
    websocketUrl: url,
    streamUrl: url.replace('/mqtt', '/stream'),
    expiryDateTime: expect.any(String),
    _links: { self: '/2017-09-01/connections' },
  });
  const lifetimeMs = Date.parse(body.expiryDateTime) - before;
  expect(lifetimeMs).toBeGreaterThan(DAY_MS - 2_000);
  expect(lifetimeMs).toBeLessThan(DAY_MS + 60_000);
  const { exp } = JSON.parse(Buffer.from(tokenOf(body).split('.')[1] ?? '', 'base64url').toString());
  expect(exp * 1_000).toBe(Date.parse(body.expiryDateTime));
});

test.each([
  [{}, 'invalid_request'],
  [{ transport: '' }, 'invalid_request'],
  [{ transport: 7 }, 'invalid_request'],
  [{ transport: 'webhook' }, 'transport_not_supported'],
  [{ transport: 'pigeon' }, 'transport_not_supported'],
])('%j is refused as %s', async (request, code) => {
  const { status, body } = await api.post('/connections', request);
  expect([status, body.code, body.param]).toEqual([400, code, 'transport']);
});

test('it needs a sign-in', async () => {
  expect((await new Api(company.url).post('/connections', { transport: 'websocket' })).status).toBe(401);
});

test('a repeated Idempotency-Key does not find the credential again', async () => {
  const ask = () => api.call('POST', '/connections', { transport: 'websocket' }, { 'idempotency-key': 'once' });
  const [first, second] = [await ask(), await ask()];
  expect(second.body.connectionId).not.toBe(first.body.connectionId);
});

test('the API refuses its token for every operation, and so does the telephone', async () => {
  const { body } = await api.post('/connections', { transport: 'websocket' });
  await expectRefusedEverywhere(new Api(company.url).withToken(tokenOf(body)));
  const port = Number(new URL(company.url).port);
  expect((await upgrade(port, `/sip?access_token=${tokenOf(body)}`)).status).toBe(403);
});

test('a subscription for it names a device, and has no secret', async () => {
  const { status, body } = await api.post('/subscriptions', {
    applicationId: '5c8ac7ad-3a0e-4b7c-9d5e-6ef0a4c1d2b3',
    deviceId: 'kitchen-tablet',
    transport: 'websocket',
    topic: 'platform-api-media',
    subjectFilter: '/2017-09-01/endpoints/2880/calls/',
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({ deviceId: 'kitchen-tablet', transport: 'websocket', status: 'active' });
  expect(body).not.toHaveProperty('secret');
  expect((await api.get(`/subscriptions/${body.subscriptionId}`)).body).toEqual(body);
});
