import { expect, test } from 'vitest';
import { type AdminAction, policy, type Relation } from '../../src/admin/policy.ts';
import type { Storage } from '../../src/storage/index.ts';
import { accountIds, type Person, userIds } from '../support/cast.ts';
import type { Answer, Client } from '../support/client.ts';
import { eachWorld } from '../support/world.ts';

/** People of one account, a USER, an ACCOUNT_ADMIN and a PARTNER_ADMIN; the columns of the table. */
const callers = ['ada', 'admin', 'pat'] as const satisfies readonly Person[];
type Caller = (typeof callers)[number];
type Statuses = readonly [user: number, admin: number, partner: number];

/** `self` is left out where the action is about no user. */
const table: Readonly<Record<AdminAction, Partial<Record<Relation, Statuses>>>> = {
  readAccount: { account: [200, 200, 200], customer: [403, 403, 200], other: [403, 403, 403] },
  updateAccount: { account: [403, 200, 200], customer: [403, 403, 200], other: [403, 403, 403] },
  listUsers: { account: [200, 200, 200], customer: [403, 403, 200], other: [403, 403, 403] },
  createUser: { account: [403, 201, 201], customer: [403, 403, 201], other: [403, 403, 403] },
  readUser: { self: [200, 200, 200], account: [200, 200, 200], customer: [403, 403, 200], other: [403, 403, 403] },
  updateUser: { self: [200, 200, 200], account: [403, 200, 200], customer: [403, 403, 200], other: [403, 403, 403] },
  changeIdentity: {
    self: [403, 200, 200],
    account: [403, 200, 200],
    customer: [403, 403, 200],
    other: [403, 403, 403],
  },
  // Nobody deletes the user they are signed in as.
  deleteUser: { self: [403, 403, 403], account: [403, 200, 200], customer: [403, 403, 200], other: [403, 403, 403] },
  // Of others' endpoints not even the existence is told.
  createCredentials: {
    self: [201, 201, 201],
    account: [403, 201, 201],
    customer: [403, 403, 201],
    other: [404, 404, 404],
  },
};

const extensions: Readonly<Record<Caller, string>> = { ada: '2880', admin: '2891', pat: '2890' };

/** What an action of `caller` is about. */
function subjectOf(relation: Relation, caller: Caller): { account: string; user: string; extension: string } {
  switch (relation) {
    case 'self':
      return { account: accountIds.home, user: userIds[caller], extension: extensions[caller] };
    case 'account':
      return { account: accountIds.home, user: userIds.ben, extension: '2881' };
    case 'customer':
      return { account: accountIds.customer, user: userIds.cleo, extension: '3880' };
    case 'other':
      return { account: accountIds.other, user: userIds.oscar, extension: '4880' };
  }
}

type Request = (client: Client, subject: ReturnType<typeof subjectOf>, email: string) => Promise<Answer>;

const requests: Readonly<Record<AdminAction, Request>> = {
  readAccount: (client, { account }) => client.get(`/accounts/${account}`),
  updateAccount: (client, { account }) => client.put(`/accounts/${account}`, { name: 'New name' }),
  listUsers: (client, { account }) => client.get(`/accounts/${account}/users`),
  createUser: (client, { account }, email) => client.post(`/accounts/${account}/users`, { email }),
  readUser: (client, { account, user }) => client.get(`/accounts/${account}/users/${user}`),
  updateUser: (client, { account, user }) => client.put(`/accounts/${account}/users/${user}`, { mobile: '0123' }),
  changeIdentity: (client, { account, user }, email) => client.put(`/accounts/${account}/users/${user}`, { email }),
  deleteUser: (client, { account, user }) => client.delete(`/accounts/${account}/users/${user}`),
  createCredentials: (client, { extension }) => client.post(`/endpoints/${extension}/credentials`),
};

async function stateOf({ read }: Storage): Promise<unknown> {
  return await Promise.all([
    read.selectFrom('accounts').selectAll().orderBy('accountId').execute(),
    read.selectFrom('users').selectAll().orderBy('userId').execute(),
    read.selectFrom('endpoints').selectAll().orderBy('endpointId').execute(),
    read.selectFrom('publications').select('sequence').execute(),
  ]);
}

test('The table has every action of the policy', () => {
  expect(Object.keys(table)).toEqual(Object.keys(policy));
});

eachWorld('The policy of the Admin API', (start) => {
  const actions = Object.keys(table) as AdminAction[];
  const cases = actions.flatMap((action) => callers.map((caller) => ({ action, caller })));

  test.each(cases)('$action by $caller', async ({ action, caller }) => {
    const world = await start();
    const client = await world.as(caller);
    const rows = Object.entries(table[action]) as [Relation, Statuses][];
    const column = callers.indexOf(caller);
    const statuses: Partial<Record<Relation, number>> = {};
    for (const [relation] of rows) {
      const before = await stateOf(world.storage);
      const { status } = await requests[action](client, subjectOf(relation, caller), `${relation}@example.com`);
      statuses[relation] = status;
      if (status >= 400) expect(await stateOf(world.storage)).toEqual(before);
    }
    expect(statuses).toEqual(Object.fromEntries(rows.map(([relation, row]) => [relation, row[column]])));
  });
});
