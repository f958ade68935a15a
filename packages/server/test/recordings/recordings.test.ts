import { existsSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import type { Client } from '../support/client.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, type World } from '../support/world.ts';
import { announced, idOf, keep, recording, rowsOf, writeSound } from './support/recordings.ts';

eachWorld('recordings', (start) => {
  let world: World;
  let ada: Client;
  beforeEach(async () => {
    world = await start();
    ada = await world.as('ada');
  });

  const idsOf = (items: readonly { recordingId: string }[]) =>
    items.map(({ recordingId }) => Number(recordingId.slice(-12)));

  test('are shown as the contract has them', async () => {
    await keep(world.storage, [recording(1, 'ada', { label: 'Order 1207', durationMs: 84_320 })]);
    const { status, body } = await ada.get(`/recordings/${idOf(1)}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      recordingId: idOf(1),
      callId: '1',
      createdOn: '2026-05-04T09:01:00.000Z',
      contentType: 'audio/wav',
      durationInSeconds: 84.3,
      label: 'Order 1207',
      _links: { self: `/2017-09-01/recordings/${idOf(1)}` },
    });
  });

  test('are filtered, ordered, and paged without a gap while others come', async () => {
    await keep(
      world.storage,
      [1, 2, 3, 4, 5].map((n) => recording(n, 'ada', { label: n === 2 ? 'Ä' : null })),
    );
    const ids = async (query: string) => idsOf((await ada.get(`/recordings?${query}`)).body._embedded.items);
    expect(await ids("$filter=callId eq '3'")).toEqual([3]);
    expect(await ids("$filter=contains(label,'ä')")).toEqual([2]);
    expect(await ids('$filter=createdOn lt 2026-05-04T09:03:00Z&$orderby=createdOn')).toEqual([1, 2]);
    const first = (await ada.get('/recordings?$top=2')).body;
    await keep(world.storage, [recording(6, 'ada')]);
    const second = (await ada.outside('GET', first._links.next)).body;
    const third = (await ada.outside('GET', second._links.next)).body;
    expect([first, second, third].flatMap((page) => idsOf(page._embedded.items))).toEqual([5, 4, 3, 2, 1]);
    expect(third._links).not.toHaveProperty('next');
    expectError(await ada.get('/recordings?$orderby=label'), 'invalid_filter', '$orderby');
    expectError(await ada.get(`/recordings/${idOf(1)}?$expand=call`), 'invalid_request', '$expand');
  });

  test('are labelled, which is announced', async () => {
    await keep(world.storage, [recording(1, 'ada')]);
    const answer = await ada.put(`/recordings/${idOf(1)}`, { label: 'Bestellung' });
    expect(answer).toMatchObject({ status: 200, body: { label: 'Bestellung' } });
    expect((await ada.get(`/recordings/${idOf(1)}`)).body.label).toBe('Bestellung');
    expect((await ada.put(`/recordings/${idOf(1)}`, {})).body.label).toBe('Bestellung');
    expect(await announced(world.storage)).toEqual(['PUT 1: ended']);
    for (const body of [{ tags: {} }, { label: 5 }, { label: 'x'.repeat(257) }]) {
      expectError(await ada.put(`/recordings/${idOf(1)}`, body), 'invalid_request');
    }
  });

  test('are deleted with their sound; not while they are made', async () => {
    const [done, live] = [recording(1, 'ada'), recording(2, 'ada', { state: 'recording', endedOn: null })];
    await keep(world.storage, [done, live]);
    const sound = writeSound(world.place.dataDir, done);
    const admin = await world.as('admin');
    expectError(await admin.delete(`/recordings/${idOf(2)}`), 'recording_not_over');
    const answer = await admin.delete(`/recordings/${idOf(1)}`);
    expect(answer).toMatchObject({ status: 200, body: { recordingId: idOf(1) } });
    expect(existsSync(sound)).toBe(false);
    expect(await rowsOf(world.storage)).toEqual([live]);
    expectError(await admin.delete(`/recordings/${idOf(1)}`), 'unknown_recording');
    expect(await announced(world.storage)).toEqual(['DELETE 1: ended']);
    const [publication] = await world.storage.read.selectFrom('publications').selectAll().execute();
    expect(publication).toMatchObject({ publisherPrincipalId: userIds.admin, topic: 'platform-api-media' });
    expect(JSON.parse(publication!.content)).toMatchObject({ principalId: userIds.ada, endpointId: '2880' });
  });
});
