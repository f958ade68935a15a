import { beforeEach, expect, test } from 'vitest';
import { accountIds, type Person, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, type World } from '../support/world.ts';
import { idsOf, keep, record } from './support/records.ts';

eachWorld('who sees which calls', (start) => {
  let world: World;
  beforeEach(async () => {
    world = await start();
    await keep(world.storage, [
      record(1, 'ada'),
      record(2, 'ben', { endpointId: '2881' }),
      record(3, 'admin', { endpointId: '2891' }),
      record(4, 'cleo', { accountId: accountIds.customer, endpointId: '3880' }),
      record(5, 'ada', { hidden: 1 }),
      record(6, 'admin', { endpointId: '2891', hidden: 1 }),
    ]);
  });

  /** Seen in the list; answers of GET and PUT for ada's call 1. */
  const table: readonly (readonly [Person, string[], number, number])[] = [
    ['ada', ['1'], 200, 200],
    ['ben', ['2'], 404, 404],
    ['admin', ['5', '3', '2', '1'], 200, 403],
    ['pat', ['6', '5', '3', '2', '1'], 200, 403],
    ['cleo', ['4'], 404, 404],
    ['carl', ['4'], 404, 404],
    ['olga', [], 404, 404],
    ['oscar', [], 404, 404],
  ];

  test.each(table)('%s sees %j, reads: %i, hides: %i', async (person, ids, read, hide) => {
    const client = await world.as(person);
    expect(idsOf(await client.get('/calls/records'))).toEqual(ids);
    expect(idsOf(await client.get('/calls'))).toEqual(ids);
    expect((await client.get('/calls/1/records')).status).toBe(read);
    const answer = await client.put('/calls/1/records', { hide: true });
    expect(answer.status).toBe(hide);
    if (hide === 403) expectError(answer, 'forbidden', 'callId');
    expect(idsOf(await (await world.as('ada')).get('/calls/records'))).toEqual(person === 'ada' ? [] : ['1']);
  });

  test('nobody without a token', async () => {
    for (const path of ['/calls', '/calls/records', '/calls/1/records']) {
      expectError(await world.stranger.get(path), 'unauthorized');
    }
    expectError(await world.stranger.put('/calls/records', { hide: true }), 'unauthorized');
  });

  test('an administrator looks at one person', async () => {
    const admin = await world.as('admin');
    const of = async (person: Person) =>
      idsOf(await admin.get(`/calls/records?$filter=contains(principal,'${userIds[person]}')`));
    expect(await of('ada')).toEqual(['5', '1']);
    expect(await of('admin')).toEqual(['3']);
    expect(await of('cleo')).toEqual([]);
  });
});
