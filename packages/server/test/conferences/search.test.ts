import { beforeEach, expect, test } from 'vitest';
import { keep, recording } from '../recordings/support/recordings.ts';
import { userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, type World } from '../support/world.ts';

eachWorld('a search in conferences', (start) => {
  let world: World;
  beforeEach(async () => {
    world = await start();
    const participants = [{ participantId: userIds.ben }];
    await (await world.as('ada')).post('/conferences', { id: 'a', name: 'Monday round 100%', participants });
    await (await world.as('admin')).post('/conferences', { id: 'b', name: 'Round of benchmarks' });
    await (await world.as('cleo')).post('/conferences', { id: 'c', name: 'Monday elsewhere' });
    await keep(world.storage, [recording(1, 'ada', { endpointId: '', callId: 'a', label: 'Benefits' })]);
  });

  async function found(person: 'ada' | 'ben' | 'admin', text: string): Promise<string[]> {
    const { body } = await (await world.as(person)).get(`/conferences/content?$search=${encodeURIComponent(text)}`);
    return body._embedded.items.map((item: { type: string; content: string }) => `${item.type}: ${item.content}`);
  }

  test('finds names and labels, each for those who may see them', async () => {
    expect(await found('ada', 'round')).toEqual(['conference: Monday round 100%']);
    expect(await found('ada', 'BEN')).toEqual(['participant: ben', 'recording: Benefits']);
    expect(await found('ben', 'ben')).toEqual(['participant: ben']);
    expect(await found('admin', 'ben')).toEqual([
      'conference: Round of benchmarks',
      'participant: ben',
      'recording: Benefits',
    ]);
  });

  test('takes several words in any order, and signs as they are', async () => {
    expect(await found('admin', 'round monday')).toEqual(['conference: Monday round 100%']);
    expect(await found('admin', '0%')).toEqual(['conference: Monday round 100%']);
    expect(await found('admin', '_')).toEqual([]);
    expectError(await (await world.as('ada')).get('/conferences/content?$search=%20'), 'invalid_request', '$search');
  });

  test('is paged, and says where things are', async () => {
    const admin = await world.as('admin');
    const first = (await admin.get('/conferences/content?$search=ben&$top=2')).body;
    const second = (await admin.outside('GET', first._links.next)).body;
    expect([...first._embedded.items, ...second._embedded.items]).toMatchObject([
      { location: '/2017-09-01/conferences/b' },
      { location: `/2017-09-01/conferences/a/participants/${userIds.ben}` },
      {
        location: '/2017-09-01/recordings/0190d000-0000-7000-8000-000000000001',
        _links: { conference: '/2017-09-01/conferences/a' },
      },
    ]);
    expect(second._links).not.toHaveProperty('next');
  });
});
