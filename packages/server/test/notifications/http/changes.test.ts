import { beforeEach, expect, test } from 'vitest';
import type { Api } from '../../media/support/api.ts';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';
import { eachPlace } from '../../support/storage.ts';

const request = {
  applicationId: 'crm',
  deviceId: 'https://hooks.example.com/in',
  transport: 'webhook',
  topic: 'platform-api-media',
  subjectFilter: '/calls/',
};

eachPlace('subscriptions that change', (makePlace) => {
  let company: Company;
  let api: Api;
  beforeEach(async () => {
    company = await Company.open(await makePlace());
    api = await company.as(people.ada);
    return () => company.close();
  });

  const create = async (fields: object = {}, by: Api = api) =>
    (await by.post('/subscriptions', { ...request, ...fields })).body;

  test('PUT without a body renews', async () => {
    const { secret: _, ...made } = await create();
    const { status, body } = await api.put(`/subscriptions/${made.subscriptionId}`);
    expect(status).toBe(200);
    expect(body).toEqual({ ...made, expiryDateTime: expect.any(String) });
    expect(Date.parse(body.expiryDateTime)).toBeGreaterThanOrEqual(Date.parse(made.expiryDateTime));
  });

  test('PUT changes what it names', async () => {
    const { subscriptionId } = await create();
    const change = {
      deviceId: 'https://hooks.example.com/other',
      subjectFilter: '/calls/23$',
      methodFilter: 'PUT',
      publicationFilter: "$.publications[?(@.content.state == 'ringing')]",
    };
    const path = `/subscriptions/${subscriptionId}`;
    expect(await api.put(path, change)).toMatchObject({ status: 200, body: change });
    expect((await api.get(path)).body).toMatchObject({ ...request, ...change });
  });

  test.each([
    [{ subjectFilter: '(' }, 'invalid_subject_filter', 'subjectFilter'],
    [{ publicationFilter: '$.publications[?(' }, 'invalid_publication_filter', 'publicationFilter'],
    [{ deviceId: 'https://10.0.0.1/' }, 'target_refused', 'deviceId'],
    [{ deviceId: 'not a URL' }, 'invalid_request', 'deviceId'],
    [{ status: 'disabled' }, 'invalid_request', 'status'],
    [{ methodFilter: 7 }, 'invalid_request', 'methodFilter'],
  ])('PUT %j is refused, and nothing is changed', async (change, code, param) => {
    const { subscriptionId, secret: _, ...made } = await create();
    const path = `/subscriptions/${subscriptionId}`;
    expect(await api.put(path, change)).toMatchObject({ status: 400, body: { code, param } });
    expect((await api.get(path)).body).toEqual({ subscriptionId, ...made });
  });

  test('another secret is shown once, and the one before until when', async () => {
    const { subscriptionId, secret } = await create();
    const { status, body } = await api.post(`/subscriptions/${subscriptionId}/secret`);
    expect(status).toBe(200);
    expect(body).toEqual({
      subscriptionId,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      previousSecretUntil: expect.any(String),
    });
    expect(body.secret).not.toBe(secret);
    const hours = (Date.parse(body.previousSecretUntil) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    expect(JSON.stringify((await api.get(`/subscriptions/${subscriptionId}`)).body)).not.toContain('whsec_');
  });

  test.each(['secret', 'test', 'recoveries'])(
    'POST …/%s of a subscription for WebSockets says why not',
    async (path) => {
      const { subscriptionId } = await create({ transport: 'websocket', deviceId: 'tablet-1' });
      const answer = await api.post(`/subscriptions/${subscriptionId}/${path}`, { since: '2026-05-04T08:00:00.000Z' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'transport_not_supported' } });
    },
  );

  test("DELETE by applicationId ends the caller's own of that application and no others", async () => {
    const ben = await company.as(people.ben);
    await create();
    await create();
    const other = await create({ applicationId: 'other' });
    const his = await create({}, ben);
    expect(await api.delete('/subscriptions?applicationId=crm')).toMatchObject({ status: 200, body: { count: 2 } });
    expect(await api.delete('/subscriptions?applicationId=crm')).toMatchObject({ status: 200, body: { count: 0 } });
    expect((await api.get('/subscriptions')).body._embedded.items).toMatchObject([
      { subscriptionId: other.subscriptionId },
    ]);
    expect((await ben.get(`/subscriptions/${his.subscriptionId}`)).status).toBe(200);
  });

  test('DELETE without an applicationId deletes nothing', async () => {
    await create();
    const answer = await api.delete('/subscriptions');
    expect(answer).toMatchObject({ status: 400, body: { param: 'applicationId' } });
    expect((await api.get('/subscriptions')).body.count).toBe(1);
  });

  test.each([
    ['its owner', 'ada', 200],
    ['another user', 'ben', 404],
    ['an administrator', 'admin', 200],
    ['a user of another account', 'stranger', 404],
    ['an administrator of another account', 'strangeAdmin', 404],
  ] as const)('%s changes and rotates: %s gets %i', async (_name, person, expected) => {
    const { subscriptionId } = await create();
    const by = await company.as(people[person]);
    const changed = await by.put(`/subscriptions/${subscriptionId}`, { methodFilter: 'PUT' });
    const rotated = await by.post(`/subscriptions/${subscriptionId}/secret`);
    expect([changed.status, rotated.status]).toEqual([expected, expected]);
  });
});
