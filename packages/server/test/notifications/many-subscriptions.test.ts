import { type Role, topics } from '@cordboard/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SubscriptionIndex } from '../../src/notifications/matching/index.ts';
import { asIndexed } from '../../src/notifications/subscription-row.ts';
import type { Storage, SubscriptionRow } from '../../src/storage/index.ts';
import { eachStorage } from '../support/storage.ts';
import { Receiver } from './support/receiver.ts';
import { until } from './support/until.ts';
import { callPublication, World } from './support/world.ts';

const ACCOUNTS = 20;
const USERS = 25;
const KINDS = ['own line', 'every line', 'another line', 'ringing', 'held', 'deletions', 'people'] as const;
const TOTAL = 10_000;

/** The n-th of many subscriptions: accounts, users, roles and filters of all kinds, mixed. */
function subscription(n: number, receiver: string): SubscriptionRow & { kind: string } {
  const account = n % ACCOUNTS;
  const user = Math.floor(n / ACCOUNTS) % USERS;
  const kind = KINDS[Math.floor(n / ACCOUNTS / USERS) % KINDS.length] as string;
  const role: Role = user === 0 ? 'ACCOUNT_ADMIN' : 'USER';
  const filters: Record<string, Partial<SubscriptionRow>> = {
    'own line': { subjectFilter: `^/endpoints/${account}-${user}/calls/` },
    'every line': { subjectFilter: '/endpoints/[^/]+/calls/[^/]+$' },
    'another line': { subjectFilter: `/endpoints/${account}-${user + 1}/` },
    ringing: { publicationFilter: "$.publications[?(@.content.state == 'ringing')]" },
    held: { publicationFilter: "$.publications[?(@.content.state == 'held')]" },
    deletions: { methodFilter: 'DELETE' },
    people: { topic: topics.admin },
  };
  return {
    subscriptionId: n.toString(16).padStart(32, '0'),
    accountId: `a-${account}`,
    principalId: `u-${account}-${user}`,
    role,
    applicationId: 'test',
    deviceId: `${receiver}/${n}`,
    transport: 'webhook',
    topic: topics.media,
    subjectFilter: '/calls/',
    methodFilter: null,
    publicationFilter: null,
    secret: 'whsec_AAAA',
    createdOn: 0,
    expiresOn: Number.MAX_SAFE_INTEGER,
    startSequence: 0,
    disabledOn: null,
    disabledCause: null,
    failingSince: null,
    warnedOn: null,
    dropped: 0,
    previousSecret: null,
    previousSecretUntil: null,
    ...filters[kind],
    kind,
  };
}

test('a publication is compared with those that it has something in common with', () => {
  const index = new SubscriptionIndex();
  for (let n = 0; n < TOTAL; n += 1) index.add(asIndexed(subscription(n, 'http://127.0.0.1')));
  const { publisher, ...publication } = callPublication(1, '23', '3-4');
  const content = { ...publication.content, principalId: 'u-3-4' } as never;
  const announced = { ...publication, publicationId: 'p', publisher, accountId: 'a-3', sequence: 1, content };
  const found = index.match(announced, 0).length;
  expect(found).toBeGreaterThan(0);
  // Of the 500 of the account most belong to others, and of its own many ask for something else.
  expect(index.candidates(announced)).toBeLessThan(100);
  expect(index.candidates({ ...announced, accountId: 'a-none' })).toBe(0);
});

eachStorage(`${TOTAL} subscriptions`, (open) => {
  let storage: Storage;
  let world: World;
  let receiver: Receiver;
  const all: ReturnType<typeof subscription>[] = [];

  beforeEach(async () => {
    receiver = await Receiver.start();
    all.length = 0;
    for (let n = 0; n < TOTAL; n += 1) all.push(subscription(n, receiver.url));
    storage = await open();
    await storage.transaction(async ({ db }) => {
      for (let start = 0; start < TOTAL; start += 500) {
        const rows = all.slice(start, start + 500).map(({ kind: _, ...row }) => row);
        await db.insertInto('subscriptions').values(rows).execute();
      }
    });
    world = await World.start(storage);
  });
  afterEach(async () => {
    await world.close();
    await receiver.close();
  });

  test('one publication reaches those that may have it, and nobody else', async () => {
    expect(world.notifications.stats().subscriptions).toBe(TOTAL);
    const ringing = callPublication(1, '23', '3-4');
    await world.publish({
      ...ringing,
      accountId: 'a-3',
      content: { ...ringing.content, principalId: 'u-3-4', state: 'ringing' },
    });
    const mayHave = all.filter(
      ({ accountId, principalId, role, kind, subjectFilter }) =>
        accountId === 'a-3' &&
        (role === 'ACCOUNT_ADMIN' || principalId === 'u-3-4') &&
        (['every line', 'ringing'].includes(kind) || (kind === 'own line' && subjectFilter.includes('/3-4/'))),
    );
    const expected = mayHave.map(({ deviceId }) => new URL(deviceId).pathname).toSorted();
    expect(expected.length).toBeGreaterThan(10);
    await until(() => receiver.received.length >= expected.length, 'the webhooks');
    await until(
      async () => (await storage.read.selectFrom('deliveries').selectAll().execute()).length === 0,
      'all done',
    );
    expect(receiver.received.map(({ path }) => path).toSorted()).toEqual(expected);
    // Nothing was tried for anybody else.
    expect(await storage.read.selectFrom('attempts').selectAll().execute()).toHaveLength(expected.length);
  });
});
