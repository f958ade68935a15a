import { beforeEach, expect, test } from 'vitest';
import { accountIds, type Person } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, type World } from '../support/world.ts';
import { idOf, keep, recording } from './support/recordings.ts';

eachWorld('who may do what with recordings', (start) => {
  let world: World;
  beforeEach(async () => {
    world = await start();
    const cleo = { accountId: accountIds.customer, endpointId: '3880' };
    await keep(world.storage, [recording(1, 'ada'), recording(2, 'ben'), recording(3, 'cleo', cleo)]);
  });

  /** Seen in the list; answers of GET, PUT and DELETE for ada's recording. */
  const table: readonly (readonly [Person, number[], number, number, number])[] = [
    ['ada', [1], 200, 200, 403],
    ['ben', [2], 403, 403, 403],
    ['admin', [2, 1], 200, 200, 200],
    ['pat', [2, 1], 200, 200, 200],
    ['cleo', [3], 404, 404, 404],
    ['carl', [3], 404, 404, 404],
    ['olga', [], 404, 404, 404],
    ['oscar', [], 404, 404, 404],
  ];

  test.each(table)('%s sees %j; reads: %i, labels: %i, deletes: %i', async (person, seen, read, label, del) => {
    const client = await world.as(person);
    const { body } = await client.get('/recordings');
    expect(body._embedded.items.map((item: { recordingId: string }) => item.recordingId)).toEqual(seen.map(idOf));
    const path = `/recordings/${idOf(1)}`;
    const answers = [await client.get(path), await client.put(path, { label: 'x' }), await client.delete(path)];
    expect(answers.map(({ status }) => status)).toEqual([read, label, del]);
    for (const answer of answers) {
      if (answer.status === 403) expectError(answer, 'forbidden', 'recordingId');
      if (answer.status === 404) expectError(answer, 'unknown_recording', 'recordingId');
    }
  });

  test('what nobody may does not happen, and what is not there is told in the same words', async () => {
    const olga = await world.as('olga');
    const there = await olga.get(`/recordings/${idOf(1)}`);
    const nowhere = await olga.get(`/recordings/${idOf(99)}`);
    expect(there.body).toEqual(nowhere.body);
    await olga.delete(`/recordings/${idOf(1)}`);
    await (await world.as('ben')).put(`/recordings/${idOf(1)}`, { label: 'x' });
    const { status, body } = await (await world.as('ada')).get(`/recordings/${idOf(1)}`);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('label');
    for (const path of ['/recordings', `/recordings/${idOf(1)}`]) {
      expectError(await world.stranger.get(path), 'unauthorized');
    }
  });
});
