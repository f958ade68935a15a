import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../../media/support/api.ts';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';

const request = {
  applicationId: 'test',
  deviceId: 'https://hooks.example.com/in',
  transport: 'webhook',
  topic: 'platform-api-media',
  subjectFilter: '/calls/',
};

let company: Company;
let api: Api;
beforeAll(async () => {
  company = await Company.temporary();
  api = await company.as(people.ada);
});
afterAll(() => company.close());

describe("a user's subscription", () => {
  test.each([
    ['nobody', 'nobody', [401, 401, 401]],
    ['its owner', 'ada', [200, 1, 200]],
    ['another user of the account', 'ben', [404, 0, 404]],
    ['an administrator of the account', 'admin', [200, 1, 200]],
    ['a partner of the account', 'partner', [200, 1, 200]],
    ['a user of another account', 'stranger', [404, 0, 404]],
    ['an administrator of another account', 'strangeAdmin', [404, 0, 404]],
    ['a partner of another account', 'strangePartner', [404, 0, 404]],
  ] as const)('to %s: read, listed, ended', async (_name, person, expected) => {
    const { subscriptionId } = (await api.post('/subscriptions', request)).body;
    const other = await company.as(person === 'nobody' ? {} : people[person]);
    const path = `/subscriptions/${subscriptionId}`;
    const read = await other.get(path);
    const list = await other.get('/subscriptions');
    const ended = await other.delete(path);
    expect([read.status, list.status === 200 ? list.body.count : list.status, ended.status]).toEqual(expected);
    expect((await api.get(path)).status).toBe(expected[2] === 200 ? 404 : 200);
    await api.delete(path);
  });

  test('cannot be told from one that does not exist', async () => {
    const { subscriptionId } = (await api.post('/subscriptions', request)).body;
    const other = await company.as(people.ben);
    const nowhere = '0'.repeat(32);
    for (const method of ['GET', 'DELETE']) {
      const there = await other.call(method, `/subscriptions/${subscriptionId}`);
      const none = await other.call(method, `/subscriptions/${nowhere}`);
      expect([there.status, none.status]).toEqual([404, 404]);
      expect(JSON.stringify(there.body).replaceAll(subscriptionId, nowhere)).toBe(JSON.stringify(none.body));
    }
  });
});

test.each(['x', "' or ''='", 'A'.repeat(257), '%00'])('there is no subscription %s', async (id) => {
  const { status, body } = await api.get(`/subscriptions/${encodeURIComponent(id)}`);
  expect([400, 404]).toContain(status);
  expect(body.param).toBe('subscriptionId');
});

describe('the list', () => {
  test.each([
    ['$top', 'x'],
    ['$skip', '-1'],
    ['$skiptoken', 'nonsense'],
    ['$filter', "topic eq 'x'"],
    ['$orderby', 'topic'],
  ])('refuses %s=%s', async (option, value) => {
    const { status, body } = await api.get(`/subscriptions?${option}=${encodeURIComponent(value)}`);
    expect([status, body.code, body.param]).toEqual([400, 'invalid_filter', option]);
  });
});
