import { beforeEach, expect, test } from 'vitest';
import { accountIds, userIds } from '../support/cast.ts';
import type { Client } from '../support/client.ts';
import { expectError } from '../support/expect-error.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld, type World } from '../support/world.ts';

const namesOf = ({ body }: { body: { _embedded: { items: { name: string }[] } } }) =>
  body._embedded.items.map(({ name }) => name);

eachWorld('conferences', (start) => {
  const clock = new SetClock();
  let world: World;
  let ada: Client;
  beforeEach(async () => {
    world = await start({ clock });
    ada = await world.as('ada');
  });

  test('are made with a code of nine digits, and their maker takes part', async () => {
    const { status, body } = await ada.post('/conferences', {});
    expect(status).toBe(200);
    const self = `/2017-09-01/conferences/${body.id}`;
    expect(body).toMatchObject({
      accountId: accountIds.home,
      accessCode: expect.stringMatching(/^\d{9}$/),
      createdBy: userIds.ada,
      state: 'inactive',
      type: 'everyoneAllowed',
      lobbyPolicy: 'guestLobby',
      _links: { self, participants: `${self}/participants` },
      _embedded: {
        participants: { count: 1, _embedded: { items: [{ participantId: userIds.ada, state: 'accepted' }] } },
        addresses: { count: 0 },
        settings: { muteOnEntry: false, record: false, locked: false },
      },
    });
    expect((await ada.get(`/conferences/${body.id}`)).body).toEqual(body);
  });

  test('are made with all that can be said of them', async () => {
    const { body } = await ada.post('/conferences', {
      ...{ id: 'monday', name: 'Monday round', type: 'inviteOnly', lobbyPolicy: 'noLobby', accessCode: '4711' },
      ...{ startDateTime: '2026-05-04T10:00:00Z', expiryDateTime: '2026-05-04T11:00:00.600Z' },
      ...{ muteOnEntry: true, record: true, participants: [{ participantId: userIds.ben }] },
    });
    expect(body).toMatchObject({ id: 'monday', name: 'Monday round', type: 'inviteOnly', accessCode: '4711' });
    expect(body._embedded.participants._embedded.items).toMatchObject([
      { participantId: userIds.ada, state: 'accepted' },
      { participantId: userIds.ben, state: 'invited' },
    ]);
    expect(body._embedded.settings).toEqual({
      ...{ startDateTime: '2026-05-04T10:00:00.000Z', expiryDateTime: '2026-05-04T11:00:01.000Z' },
      ...{ muteOnEntry: true, record: true, locked: false },
    });
  });

  test('refuse what cannot be', async () => {
    await ada.post('/conferences', { id: 'monday', accessCode: '4711' });
    expectError(await ada.post('/conferences', { id: 'monday' }), 'conference_exists', 'id');
    expectError(await ada.post('/conferences', { id: 'content' }), 'conference_exists', 'id');
    expectError(await ada.post('/conferences', { accessCode: '4711' }), 'access_code_in_use', 'accessCode');
    const stranger = { participants: [{ participantId: userIds.cleo }] };
    expectError(await ada.post('/conferences', stranger), 'unknown_participant', 'participantId');
    for (const body of [
      { accessCode: '47x' },
      { accessCodeLength: 0 },
      { colour: 'red' },
      { expiryDateTime: 'soon' },
    ]) {
      expectError(await ada.post('/conferences', body), 'invalid_request');
    }
    expect((await ada.get('/conferences')).body.count).toBe(1);
  });

  test('of one digit are ten, and no more', async () => {
    for (let code = 0; code < 10; code += 1) await ada.post('/conferences', { accessCode: String(code) });
    expectError(await ada.post('/conferences', { accessCodeLength: 1 }), 'access_code_in_use', 'accessCodeLength');
  });

  test('are listed, the newest first, filtered, and paged', async () => {
    for (const name of ['one', 'two', 'three']) {
      clock.advance(1_000);
      const participants = name === 'two' ? [{ participantId: userIds.ben }] : [];
      await ada.post('/conferences', { name, participants });
    }
    expect(namesOf(await ada.get('/conferences'))).toEqual(['three', 'two', 'one']);
    expect(namesOf(await ada.get("/conferences?$filter=name eq 'two'"))).toEqual(['two']);
    expect(namesOf(await ada.get('/conferences?$orderby=createdOn&$expand=tags'))).toEqual(['one', 'two', 'three']);
    expect(namesOf(await ada.get(`/conferences?containsAllParticipants=me,${userIds.ben}`))).toEqual(['two']);
    expect(namesOf(await (await world.as('ben')).get('/conferences'))).toEqual(['two']);
    expect(namesOf(await (await world.as('admin')).get(`/users/${userIds.ben}/conferences`))).toEqual(['two']);
    const first = await ada.get('/conferences?$top=2');
    const second = await ada.outside('GET', first.body._links.next);
    expect([first, second].flatMap(namesOf)).toEqual(['three', 'two', 'one']);
    expectError(await ada.get('/conferences?$expand=moon'), 'invalid_request', '$expand');
  });

  test('are changed and deleted, which is announced to all who take part', async () => {
    const participants = [{ participantId: userIds.ben }];
    const { id } = (await ada.post('/conferences', { name: 'one', participants })).body;
    const answer = await ada.put(`/conferences/${id}`, { name: 'two', lobbyPolicy: 'noLobby', muteOnEntry: true });
    expect(answer.body).toMatchObject({ name: 'two', lobbyPolicy: 'noLobby' });
    expect((await ada.get(`/conferences/${id}`)).body).toEqual(answer.body);
    expect((await ada.delete(`/conferences/${id}`)).body).toMatchObject({ id, name: 'two' });
    expectError(await ada.get(`/conferences/${id}`), 'unknown_conference', 'conferenceId');
    const rows = await world.storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
    expect(rows.map(({ method, content }) => [method, JSON.parse(content).name])).toEqual([
      ['POST', 'one'],
      ['PUT', 'two'],
      ['DELETE', 'two'],
    ]);
    expect(JSON.parse(rows[2]!.content)).toMatchObject({ participantIds: [userIds.ada, userIds.ben] });
  });
});
