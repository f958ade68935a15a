import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

let company: Company;
let callId: string;

beforeAll(async () => {
  company = await Company.temporary();
  const desk = await company.phone(people.ada);
  await company.callIn(people.ada);
  (await until(() => desk.calls[0], 'the phone ringing')).answer();
  callId = await company.callId(people.ada, 'connected');
});
afterAll(() => company.close());

/** Everything that can be asked about ada's endpoint. */
const operations = {
  getEndpoint: () => ['GET', '/endpoints/2880'],
  getEndpointCalls: () => ['GET', '/endpoints/2880/calls'],
  getEndpointCall: () => ['GET', `/endpoints/2880/calls/${callId}`],
  // 409 is what the one who may is told: nobody is registered there.
  createEndpointCall: () => ['POST', '/endpoints/2880/calls', { to: '2800' }],
  updateCallByEndpointId: () => ['PUT', `/endpoints/2880/calls/${callId}`, { action: 'hold' }],
} as const satisfies Record<string, () => readonly [string, string, object?]>;

type Statuses = readonly [endpoint: number, list: number, call: number, make: number, act: number];

const table: readonly (readonly [who: string, person: keyof typeof people | 'nobody', Statuses])[] = [
  ['nobody', 'nobody', [401, 401, 401, 401, 401]],
  ['a user, own', 'ada', [200, 200, 200, 409, 200]],
  ['a user, of the account', 'ben', [403, 403, 403, 403, 403]],
  ['a user, of another account', 'stranger', [404, 404, 404, 404, 404]],
  ['an administrator, of the account', 'admin', [200, 200, 200, 409, 200]],
  ['an administrator, of another account', 'strangeAdmin', [404, 404, 404, 404, 404]],
  ['a partner, of the account', 'partner', [200, 200, 200, 409, 200]],
  ['a partner, of another account', 'strangePartner', [404, 404, 404, 404, 404]],
];

const asked = table.flatMap(([who, person, statuses]) =>
  Object.keys(operations).map((operation, index) => [who, operation, person, statuses[index]] as const),
);

test.each(asked)('%s: %s', async (_who, operation, person, expected) => {
  const [method, path, body] = operations[operation as keyof typeof operations]() as [string, string, object?];
  const api = await company.as(person === 'nobody' ? {} : people[person]);
  const answer = await api.call(method, path, body);
  expect(answer.status).toBe(expected);
  const code = { 401: 'unauthorized', 403: 'forbidden', 404: 'unknown_endpoint', 409: 'endpoint_unreachable' };
  if (expected !== 200) expect(answer.body.code).toBe(code[expected as 404]);
});

describe("another account's endpoint", () => {
  test('cannot be told from one that does not exist', async () => {
    const api = await company.as(people.strangeAdmin);
    for (const of of Object.values(operations)) {
      const [method, path, body] = of() as [string, string, object?];
      const there = await api.call(method, path, body);
      const nowhere = await api.call(method, path.replace('2880', '2999'), body);
      expect(there.status).toBe(nowhere.status);
      expect(JSON.stringify(there.body).replaceAll('2880', '2999')).toBe(JSON.stringify(nowhere.body));
    }
  });

  test('what nobody may do does not happen', async () => {
    const before = (await (await company.as(people.ada)).get(`/endpoints/2880/calls/${callId}`)).body;
    for (const person of [people.ben, people.stranger, people.strangeAdmin, {}]) {
      const api = await company.as(person);
      await api.put(`/endpoints/2880/calls/${callId}`, { action: 'end' });
    }
    const after = (await (await company.as(people.ada)).get(`/endpoints/2880/calls/${callId}`)).body;
    expect(after).toEqual(before);
  });
});

test.each([
  ['a token of nothing', 'Bearer x'],
  ['another scheme', 'Basic YWRhOmFkYQ=='],
  ['an empty one', 'Bearer '],
])('%s is no token', async (_name, authorization) => {
  const nobody = await company.as({});
  const answer = await nobody.call('GET', '/endpoints/2880', undefined, { authorization });
  expect(answer).toMatchObject({ status: 401, body: { name: 'Unauthorized', code: 'unauthorized' } });
});
