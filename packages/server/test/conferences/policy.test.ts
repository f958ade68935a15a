import { beforeEach, expect, test } from 'vitest';
import { maySee } from '../../src/notifications/policy.ts';
import { type Person, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, type World } from '../support/world.ts';

eachWorld('who may do what with conferences', (start) => {
  let world: World;
  beforeEach(async () => {
    world = await start();
    await (await world.as('ada')).post('/conferences', { id: 'a', participants: [{ participantId: userIds.ben }] });
    await (await world.as('ben')).post('/conferences', { id: 'b' });
    await (await world.as('cleo')).post('/conferences', { id: 'c' });
  });

  /** Seen in the list; answers of GET, PUT and DELETE for ada's conference, and of the list of her conferences. */
  const table: readonly (readonly [Person, string[], number, number, number, number])[] = [
    ['ada', ['a'], 200, 200, 200, 200],
    ['ben', ['a', 'b'], 200, 403, 403, 403],
    ['admin', ['a', 'b'], 200, 200, 200, 200],
    ['pat', ['a', 'b'], 200, 200, 200, 200],
    ['cleo', ['c'], 404, 404, 404, 403],
    ['carl', ['c'], 404, 404, 404, 403],
    ['olga', [], 404, 404, 404, 403],
    ['oscar', [], 404, 404, 404, 403],
  ];

  test.each(table)('%s sees %j; reads: %i, changes: %i, deletes: %i, lists: %i', async (person, seen, ...wanted) => {
    const client = await world.as(person);
    const { body } = await client.get('/conferences');
    expect(body._embedded.items.map(({ id }: { id: string }) => id).sort()).toEqual(seen);
    const list = await client.get(`/users/${userIds.ada}/conferences`);
    const path = '/conferences/a';
    const answers = [await client.get(path), await client.put(path, { name: 'x' }), await client.delete(path)];
    expect([...answers, list].map(({ status }) => status)).toEqual(wanted);
    for (const answer of answers) {
      if (answer.status === 403) expectError(answer, 'forbidden', 'conferenceId');
      if (answer.status === 404) expectError(answer, 'unknown_conference', 'conferenceId');
    }
  });

  test('a user who is not asked does not see it', async () => {
    await (await world.as('ada')).post('/conferences', { id: 'alone' });
    expectError(await (await world.as('ben')).get('/conferences/alone'), 'forbidden', 'conferenceId');
    expectError(await world.stranger.get('/conferences'), 'unauthorized');
  });

  test('participants are told of it, and nobody else', async () => {
    const row = await world.storage.read
      .selectFrom('publications')
      .selectAll()
      .where('subject', 'like', '%/conferences/a')
      .executeTakeFirstOrThrow();
    const publication = { ...row, content: JSON.parse(row.content) };
    const told = (person: Person, accountId = row.accountId) =>
      maySee({ accountId, principalId: userIds[person], role: 'USER' }, publication);
    expect([told('ada'), told('ben'), told('admin'), told('ben', 'another')]).toEqual([true, true, false, false]);
  });
});
