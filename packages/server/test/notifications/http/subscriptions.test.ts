import { beforeEach, expect, test } from 'vitest';
import type { Api } from '../../media/support/api.ts';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';
import { eachPlace } from '../../support/storage.ts';

const DAY_MS = 86_400_000;
const request = {
  applicationId: '5c8ac7ad-3a0e-4b7c-9d5e-6ef0a4c1d2b3',
  deviceId: 'https://hooks.example.com/in',
  transport: 'webhook',
  topic: 'platform-api-media',
  subjectFilter: '/2017-09-01/endpoints/2880/calls/',
};
const filters = { methodFilter: 'PUT', publicationFilter: "$.publications[?(@.content.state == 'ringing')]" };

eachPlace('POST, GET and DELETE /subscriptions', (makePlace) => {
  let company: Company;
  let api: Api;
  beforeEach(async () => {
    company = await Company.open(await makePlace());
    api = await company.as(people.ada);
    return () => company.close();
  });

  const create = async (fields: object = {}, by: Api = api) =>
    (await by.post('/subscriptions', { ...request, ...fields })).body;
  const idsOf = (body: { _embedded: { items: { subscriptionId: string }[] } }) =>
    body._embedded.items.map(({ subscriptionId }) => subscriptionId);

  test('a subscription is made, read, listed and deleted', async () => {
    const { status, headers, body } = await api.post('/subscriptions', { ...request, ...filters });
    expect(status).toBe(201);
    expect(headers.get('x-mitel-correlation-id')).toBeTruthy();
    const { secret, ...shown } = body;
    expect(secret).toMatch(/^whsec_/);
    expect(shown).toEqual({
      ...request,
      ...filters,
      subscriptionId: expect.stringMatching(/^[0-9a-f]{32}$/),
      accountId: 'a-1',
      principalId: 'u-ada',
      status: 'active',
      createdOn: expect.any(String),
      expiryDateTime: new Date(Date.parse(body.createdOn) + DAY_MS).toISOString(),
      _links: { self: `/2017-09-01/subscriptions/${body.subscriptionId}` },
    });
    const path = `/subscriptions/${body.subscriptionId}`;
    expect(await api.get(path)).toMatchObject({ status: 200, body: shown });
    expect((await api.get(path)).body).not.toHaveProperty('secret');
    expect((await api.get('/subscriptions')).body).toEqual({
      count: 1,
      _links: { self: '/2017-09-01/subscriptions' },
      _embedded: { items: [shown] },
    });
    expect(await api.delete(path)).toMatchObject({ status: 200, body: shown });
    for (const again of [api.get(path), api.delete(path)]) {
      expect(await again).toMatchObject({
        status: 404,
        body: { code: 'unknown_subscription', param: 'subscriptionId' },
      });
    }
    expect((await api.get('/subscriptions')).body).toMatchObject({ count: 0, _embedded: { items: [] } });
  });

  test('optional fields that were not sent do not come back; unknown ones are ignored', async () => {
    const body = await create({ colour: 'red', expiryDateTime: '2999-01-01T00:00:00Z', principalId: 'u-admin' });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['publicationFilter']));
    expect(body).not.toHaveProperty('methodFilter');
    expect(body).not.toHaveProperty('colour');
    expect(body).toMatchObject({ principalId: 'u-ada' });
    expect(Date.parse(body.expiryDateTime) - Date.parse(body.createdOn)).toBe(DAY_MS);
  });

  test('the list comes in pages that lead through all of them once, the oldest first', async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.push((await create()).subscriptionId);
    const seen: string[] = [];
    let next: string | undefined = '/2017-09-01/subscriptions?$top=2';
    const counts = [];
    while (next !== undefined) {
      const { body }: { body: Awaited<ReturnType<Api['get']>>['body'] } = await api.get(
        next.replace('/2017-09-01', ''),
      );
      seen.push(...idsOf(body));
      counts.push(body.count);
      next = body._links.next;
    }
    expect(counts).toEqual([2, 2, 1]);
    expect(seen.toSorted()).toEqual(made.toSorted());
    expect(idsOf((await api.get('/subscriptions?$skip=3')).body)).toEqual(seen.slice(3));
    expect(idsOf((await api.get('/subscriptions?$skip=1&$top=2')).body)).toEqual(seen.slice(1, 3));
    expect((await api.get('/subscriptions?%24top=1')).body.count).toBe(1);
    expect((await api.get('/subscriptions?$top=0')).body).toMatchObject({ count: 0, _embedded: { items: [] } });
    expect((await api.get('/subscriptions?$skip=99')).body.count).toBe(0);
    expect((await api.get('/subscriptions?$top=100000')).body.count).toBe(5);
  });

  test('only what has not expired is there', async () => {
    const { subscriptionId } = await create();
    await create();
    await company.context.storage.transaction(({ db }) =>
      db.updateTable('subscriptions').set({ expiresOn: 1 }).where('subscriptionId', '=', subscriptionId).execute(),
    );
    expect((await api.get('/subscriptions')).body.count).toBe(1);
    expect((await api.get(`/subscriptions/${subscriptionId}`)).status).toBe(404);
    expect((await api.delete(`/subscriptions/${subscriptionId}`)).status).toBe(404);
  });
});
