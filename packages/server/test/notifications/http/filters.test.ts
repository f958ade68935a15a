import { topics } from '@cordboard/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../../media/support/api.ts';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';

let company: Company;
let api: Api;
beforeAll(async () => {
  company = await Company.temporary();
  api = await company.as(people.ada);
});
afterAll(() => company.close());

const request = {
  applicationId: 'test',
  deviceId: 'https://hooks.example.com/in',
  transport: 'webhook',
  topic: topics.media,
  subjectFilter: '/endpoints/',
};
const post = (fields: object) => api.post('/subscriptions', { ...request, ...fields });

/** The fault that is told: status, code, field and, where there is one, the place in the text. */
async function fault(fields: object): Promise<unknown[]> {
  const { status, body } = await post(fields);
  const position = /\(at position (\d+)\)/.exec(body.message)?.[1];
  return [status, body.code, body.param, position === undefined ? undefined : Number(position)];
}

const nested = (depth: number) => `$.publications[?${'('.repeat(depth)}@.a == 1${')'.repeat(depth)}]`;
const terms = (count: number) =>
  `$.publications[?${Array.from({ length: count }, (_, n) => `@.a==${n % 9}`).join('||')}]`;
const padded = (length: number) => `$.publications[?@.a == '${'x'.repeat(length - 26)}']`;

describe('a subjectFilter', () => {
  test.each([
    ['a parenthesis without end', '/endpoints/(288[0-9]', 11],
    ['a class without end', '/endpoints/[0-9', 11],
    ['look-around', '/endpoints/(?=2880)', 11],
    ['a back-reference', '(/a)\\1', 4],
    ['repetition of nothing', '*', 0],
    ['a range that is upside down', '/a/[z-a]', 4],
    ['more than it may be long', `/${'x'.repeat(1_024)}`, 1_024],
    ['repetitions that multiply', '((a{100}){100}){100}', 3],
  ])('with %s is refused, and the place told', async (_name, subjectFilter, position) => {
    expect(await fault({ subjectFilter })).toEqual([400, 'invalid_subject_filter', 'subjectFilter', position]);
  });

  test.each(['', '/2017-09-01/endpoints/', '^/endpoints/[^/]+/calls/', '(a+)+$', `/${'x'.repeat(1_023)}`, '/é漢字/'])(
    'like %s is taken',
    async (subjectFilter) => {
      expect(await post({ subjectFilter })).toMatchObject({ status: 201, body: { subjectFilter } });
    },
  );

  test('is needed, and is text', async () => {
    for (const subjectFilter of [undefined, null, 7, ['/a']]) {
      expect(await fault({ subjectFilter })).toEqual([400, 'invalid_request', 'subjectFilter', undefined]);
    }
  });
});

describe('a publicationFilter', () => {
  test.each([
    ['no path', 'state', 0],
    ['an assignment', "$.publications[?(@.content.state = 'ringing')]", 33],
    ['a text without end', "$.publications[?(@.a == 'x)]", 24],
    ['a bracket without end', '$.publications[?(@.a == 1)', 26],
    ['code', '$.publications[?(process.exit())]', 17],
    ['a method that is not on the list', "$.publications[?(@.a.constructor('x'))]", undefined],
    ['more than it may be long', `$${' '.repeat(1_024)}`, 1_024],
    ['more depth than it may have', nested(33), undefined],
    ['more terms than it may have', terms(101), undefined],
    ['a bad expression inside', "$.publications[?search(@.a, '(')]", 28],
  ])('with %s is refused, and the place told', async (_name, publicationFilter, position) => {
    const told = await fault({ publicationFilter });
    expect(told).toEqual([400, 'invalid_publication_filter', 'publicationFilter', position ?? expect.any(Number)]);
  });

  test.each([
    "$.publications[?(@.content.state == 'ringing')]",
    "$.publications[?(@.content.body && @.content.body.indexOf('x') >= 0)]",
    '$.publications[?@.content.n > 3]',
    "$..[?match(@.state, 'r.*')]",
    nested(30),
    terms(60),
    padded(1_024),
  ])('like %.60s is taken', async (publicationFilter) => {
    expect(await post({ publicationFilter })).toMatchObject({ status: 201, body: { publicationFilter } });
  });

  test('is text', async () => {
    for (const publicationFilter of [null, 7, {}]) {
      expect(await fault({ publicationFilter })).toEqual([400, 'invalid_request', 'publicationFilter', undefined]);
    }
  });
});

describe('other fields', () => {
  test.each([
    [{ methodFilter: 'FLY' }, 'invalid_request', 'methodFilter'],
    [{ methodFilter: 'PUT,FLY' }, 'invalid_request', 'methodFilter'],
    [{ methodFilter: 'x'.repeat(33) }, 'invalid_request', 'methodFilter'],
    [{ topic: 'platform-api-weather' }, 'invalid_request', 'topic'],
    [{ topic: undefined }, 'invalid_request', 'topic'],
    [{ transport: 'pigeon' }, 'transport_not_supported', 'transport'],
    [{ transport: '' }, 'invalid_request', 'transport'],
    [{ applicationId: '' }, 'invalid_request', 'applicationId'],
    [{ applicationId: 'x'.repeat(257) }, 'invalid_request', 'applicationId'],
    [{ applicationId: 'a\r\nx-evil: 1' }, 'invalid_request', 'applicationId'],
    [{ applicationId: 'ä' }, 'invalid_request', 'applicationId'],
  ])('%j is refused as %s of %s', async (fields, code, param) => {
    const { status, body } = await post(fields);
    expect([status, body.code, body.param]).toEqual([400, code, param]);
    expect(body.message).toContain(param);
  });

  test('every topic of the contract is taken', async () => {
    for (const topic of Object.values(topics))
      expect(await post({ topic })).toMatchObject({ status: 201, body: { topic } });
  });
});

test('what was refused is not there', async () => {
  const before = (await api.get('/subscriptions?$top=1000')).body.count;
  await post({ subjectFilter: '(' });
  expect((await api.get('/subscriptions?$top=1000')).body.count).toBe(before);
});
