import { beforeEach, expect, test } from 'vitest';
import { type Person, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, type World } from '../support/world.ts';

const ROOM = '/conferences/a';

eachWorld('who may do what with participants', (start) => {
  let world: World;
  beforeEach(async () => {
    world = await start();
    await (await world.as('ada')).post('/conferences', { id: 'a', participants: [{ participantId: userIds.ben }] });
  });

  /** Lists; invites; ends (nobody is in); accepts for Ben; removes Ben. */
  const table: readonly (readonly [Person, number, number, number, number, number])[] = [
    ['ada', 200, 200, 409, 200, 200],
    ['ben', 200, 403, 403, 200, 200],
    ['admin', 200, 200, 409, 200, 200],
    ['cleo', 404, 404, 404, 404, 404],
    ['olga', 404, 404, 404, 404, 404],
  ];

  test.each(table)('%s lists: %i, invites: %i, ends: %i, accepts: %i, removes: %i', async (person, ...wanted) => {
    const client = await world.as(person);
    const ben = `${ROOM}/participants/${userIds.ben}`;
    const answers = [
      await client.get(`${ROOM}/participants`),
      await client.post(`${ROOM}/participants`, { participantId: userIds.admin }),
      await client.post(ROOM, { action: 'end' }),
      await client.put(ben, { onetimeAcceptance: true }),
      await client.delete(ben),
    ];
    expect(answers.map(({ status }) => status)).toEqual(wanted);
  });

  test('an invitation is accepted by whom it is for, once, and told to all', async () => {
    const ben = await world.as('ben');
    const accepted = await ben.put(`${ROOM}/participants/${userIds.ben}`, { onetimeAcceptance: true });
    expect(accepted.body).toMatchObject({ state: 'accepted', onetimeAcceptance: true });
    const ada = await world.as('ada');
    const again = await ada.post(`${ROOM}/participants`, { participantId: userIds.ben });
    expect(again.body).toMatchObject({ state: 'accepted' });
    const { body } = await ada.get(`${ROOM}/participants?$filter=state eq 'accepted'`);
    expect(body.count).toBe(2);
    const rows = await world.storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
    expect(rows.map(({ method, subject }) => `${method} ${subject.split('/').at(-2)}`)).toEqual([
      'POST conferences',
      'PUT participants',
    ]);
    expect(JSON.parse(rows[1]!.content)).toMatchObject({ participantIds: [userIds.ada, userIds.ben] });
  });

  test('what is asked of nobody, or of no meeting, is refused', async () => {
    const ada = await world.as('ada');
    expectError(await ada.get(`${ROOM}/participants/x`), 'unknown_participant', 'participantId');
    const muted = await ada.put(`${ROOM}/participants/${userIds.ben}`, { muted: true });
    expectError(muted, 'wrong_conference_state', 'participantId');
    expectError(await ada.post(ROOM, { action: 'record' }), 'wrong_conference_state', 'action');
    expectError(await ada.post(ROOM, { action: 'dance' }), 'invalid_request');
    expectError(await (await world.as('oscar')).get(`/users/${userIds.ada}/attendances`), 'forbidden', 'userId');
  });
});
