import { expect, test } from 'vitest';
import { policy, type Sharing, type TrunkAction } from '../../src/trunks/policy.ts';
import { accountIds, type Person } from '../support/cast.ts';
import type { Answer, Client } from '../support/client.ts';
import { eachWorld, type World } from '../support/world.ts';

const people = ['ada', 'admin', 'pat'] as const satisfies readonly Person[];

type Statuses = readonly [user: number, admin: number, partner: number];

const table: Readonly<Record<TrunkAction, Readonly<Record<Sharing, Statuses>>>> = {
  read: { alone: [403, 200, 200], shared: [403, 403, 200] },
  change: { alone: [403, 200, 200], shared: [403, 403, 200] },
  explain: { alone: [403, 200, 200], shared: [403, 403, 200] },
};

type Request = (client: Client, ids: { trunk: string; number: string }) => Promise<Answer>;

const requests: Readonly<Record<TrunkAction, readonly Request[]>> = {
  read: [
    (client) => client.get('/trunks'),
    (client, { trunk }) => client.get(`/trunks/${trunk}`),
    (client) => client.get('/numbers'),
    (client, { number }) => client.get(`/numbers/${number}`),
    (client) => client.get('/outboundRules'),
  ],
  change: [
    (client, { trunk }) => client.put(`/trunks/${trunk}`, { name: 'Other' }),
    (client, { number }) => client.put(`/numbers/${number}`, { destination: '2881' }),
    (client) => client.put('/outboundRules', { rules: [] }),
    (client, { number }) => client.delete(`/numbers/${number}`),
    (client, { trunk }) => client.delete(`/trunks/${trunk}`),
  ],
  explain: [(client) => client.get('/routes/explain?number=911')],
};

test('The table has every action of the policy', () => {
  expect(Object.keys(table)).toEqual(Object.keys(policy));
});

eachWorld('The policy of trunks', (start) => {
  /** Nothing but the home company is left. */
  async function leaveAlone({ storage }: World): Promise<void> {
    await storage.transaction(async ({ db }) => {
      for (const table of ['endpoints', 'users', 'accounts'] as const) {
        await db.deleteFrom(table).where('accountId', '!=', accountIds.home).execute();
      }
    });
  }

  const cases = people.flatMap((person) => (['alone', 'shared'] as const).map((sharing) => ({ person, sharing })));

  test.each(cases)('$person on a server whose trunks are $sharing', async ({ person, sharing }) => {
    const world = await start();
    const pat = await world.as('pat');
    const trunk = (await pat.post('/trunks', { host: '192.0.2.1' })).body.trunkId;
    const number = (await pat.post('/numbers', { number: '+16135550199' })).body.numberId;
    if (sharing === 'alone') await leaveAlone(world);
    const client = await world.as(person);
    const made = await client.post('/trunks', { host: '192.0.2.2' });
    const wanted = table.change[sharing][people.indexOf(person)];
    expect(made.status).toBe(wanted === 200 ? 201 : wanted);
    for (const [action, all] of Object.entries(requests)) {
      for (const request of all) {
        const { status } = await request(client, { trunk, number });
        expect([action, status]).toEqual([action, table[action as TrunkAction][sharing][people.indexOf(person)]]);
      }
    }
  });

  test('who may not see them is not told which exist', async () => {
    const world = await start();
    const olga = await world.as('olga');
    for (const path of ['/trunks/gone', '/numbers/gone', '/trunks', '/numbers']) {
      expect((await olga.get(path)).status).toBe(403);
    }
  });
});
