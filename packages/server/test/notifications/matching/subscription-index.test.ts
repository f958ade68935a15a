import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compilePublicationFilter,
  compileSubjectFilter,
  parseMethodFilter,
} from '../../../src/notifications/filters/index.ts';
import {
  type MatchedPublication,
  type Subscription,
  SubscriptionIndex,
} from '../../../src/notifications/matching/index.ts';
import { maySee } from '../../../src/notifications/policy.ts';

const base = { accountId: 'a-1', principalId: 'u-1', role: 'ACCOUNT_ADMIN', topic: 'platform-api-media' } as const;

function subscription(fields: Partial<Subscription>): Subscription {
  return { ...base, subscriptionId: 's-1', subjectFilter: '', expiresOn: 1_000, startSequence: 0, ...fields };
}

function publication(fields: Partial<MatchedPublication>): MatchedPublication {
  return {
    accountId: 'a-1',
    topic: 'platform-api-media',
    sequence: 1,
    publicationId: 'p-1',
    method: 'PUT',
    subject: '/2017-09-01/endpoints/2880/calls/23',
    content: { state: 'ringing', principalId: 'u-1' },
    publisher: { accountId: 'a-1', principalId: 'u-1' },
    ...fields,
  };
}

function bruteForce(subscriptions: readonly Subscription[], announced: MatchedPublication, now: number): string[] {
  return subscriptions
    .filter((one) => {
      const methods = parseMethodFilter(one.methodFilter);
      const { publicationId, topic, method, subject, content, publisher } = announced;
      return (
        one.topic === announced.topic &&
        (!methods || methods.includes(announced.method)) &&
        one.expiresOn > now &&
        one.startSequence < announced.sequence &&
        maySee(one, announced) &&
        compileSubjectFilter(one.subjectFilter).test(announced.subject) &&
        (one.publicationFilter === undefined ||
          compilePublicationFilter(one.publicationFilter).test({
            publicationId,
            topic,
            method,
            subject,
            content,
            publisher: { ...publisher },
          }))
      );
    })
    .map((one) => one.subscriptionId)
    .sort();
}

const topic = fc.constantFrom('platform-api-media', 'platform-api-admin');
const user = fc.constantFrom('u-1', 'u-2');
const subscriptions = fc.record({
  accountId: fc.constantFrom('a-1', 'a-2'),
  principalId: user,
  role: fc.constantFrom('USER' as const, 'ACCOUNT_ADMIN' as const),
  topic,
  subjectFilter: fc.constantFrom(
    '',
    '/2017-09-01/endpoints/',
    '/2017-09-01/endpoints/2880',
    '/2017-09-01/endpoints/288[0-9]',
    '^/endpoints/2881/calls/[^/]+$',
    'endpoints/2881',
    '2880|/users/u-1',
    '/endpoints/2880|/endpoints/2881',
    '/2017-09-01/endpoints/2880/calls/23',
    '/calls/31',
    '/users/u-[12]$',
  ),
  methodFilter: fc.constantFrom(undefined, 'PUT', 'POST,PUT', 'DELETE'),
  publicationFilter: fc.constantFrom(
    undefined,
    "$.publications[?(@.content.state == 'ringing')]",
    "$.publications[?@.content.state in ['held','ringing'] && @.content.n == 1]",
    '$.publications[?@.content.n == 1 || @.content.n == null]',
    "$.publications[?@.method == 'PUT' && @.content.n > 0]",
    '$..n',
  ),
  expiresOn: fc.constantFrom(10, 100),
  startSequence: fc.integer({ min: 0, max: 3 }),
});
const publications = fc.record({
  accountId: fc.constantFrom('a-1', 'a-2'),
  topic,
  sequence: fc.integer({ min: 1, max: 4 }),
  method: fc.constantFrom('POST', 'PUT', 'DELETE'),
  subject: fc.constantFrom(
    '/2017-09-01/endpoints/2880/calls/23',
    '/2017-09-01/endpoints/2881/calls/31',
    '/2017-09-01/accounts/a-1/users/u-1',
    '/2017-09-01/accounts/a-1/users/u-2',
  ),
  content: fc.record(
    {
      state: fc.constantFrom('ringing', 'held', 'idle'),
      n: fc.constantFrom(0, 1, '1', null),
      principalId: user,
      userId: user,
    },
    { requiredKeys: [] },
  ),
});

test('finds what looking at every subscription finds, while subscriptions come and go', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(subscriptions, fc.boolean()), { maxLength: 30 }),
      fc.array(publications, { minLength: 1, maxLength: 6 }),
      (made, announced) => {
        const index = new SubscriptionIndex();
        const all = made.map(([fields], n) => subscription({ ...fields, subscriptionId: `s-${n}` }));
        for (const one of all) index.add(one);
        const kept = all.filter((_, n) => made[n]![1]);
        for (const one of all) if (!kept.includes(one)) index.remove(one.subscriptionId);
        expect(index.size).toBe(kept.length);
        for (const fields of announced) {
          const one = publication(fields);
          expect(index.match(one, 50).sort()).toEqual(bruteForce(kept, one, 50));
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('expired subscriptions and earlier publications do not match', () => {
  const index = new SubscriptionIndex();
  index.add(subscription({ startSequence: 5, expiresOn: 1_000 }));
  expect(index.match(publication({ sequence: 5 }), 999)).toEqual([]);
  expect(index.match(publication({ sequence: 6 }), 999)).toEqual(['s-1']);
  expect(index.match(publication({ sequence: 6 }), 1_000)).toEqual([]);
});

test('a filter that exhausts its budget is told, and matches nothing', () => {
  const told: string[] = [];
  const index = new SubscriptionIndex((id) => told.push(id));
  index.add(subscription({ publicationFilter: '$..*..*..*..*..missing' }));
  const nest = (depth: number): object => (depth === 0 ? {} : { a: nest(depth - 1), b: nest(depth - 1) });
  expect(index.match(publication({ content: JSON.parse(JSON.stringify(nest(10))) }), 0)).toEqual([]);
  expect(told).toEqual(['s-1']);
});

/** What the index looks at is counted, not timed: entries that a publication makes it test. */
test.each([
  ['subjects', (n: number) => ({ subjectFilter: `/2017-09-01/endpoints/${n + 10_000}/` })],
  ['subjects with classes', (n: number) => ({ subjectFilter: `/2017-09-01/endpoints/${n + 10_000}[0-9]` })],
  ['values', (n: number) => ({ publicationFilter: `$.publications[?(@.content.endpointId == '${n + 10_000}')]` })],
  [
    'values beside a common one',
    (n: number) => ({
      subjectFilter: '/2017-09-01/endpoints/',
      publicationFilter: `$.publications[?(@.content.state == 'ringing' && @.content.endpointId == '${n + 10_000}')]`,
    }),
  ],
  ['users', (n: number) => ({ role: 'USER' as const, principalId: `u-${n + 10}` })],
])('20,000 subscriptions of one account with other %s are not looked at', (_what, fields) => {
  const index = new SubscriptionIndex();
  for (let n = 0; n < 20_000; n += 1) index.add(subscription({ subscriptionId: `s-${n}`, ...fields(n) }));
  const looked = index.candidates(
    publication({ content: { state: 'ringing', endpointId: '2880', principalId: 'u-1' } }),
  );
  expect(looked).toBeLessThanOrEqual(2);
});
