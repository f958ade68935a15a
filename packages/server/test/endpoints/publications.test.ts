import { publications as kinds, topics } from '@cordboard/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { ownersOf } from '../../src/notifications/policy.ts';
import { accountIds, userIds } from '../support/cast.ts';
import { eachWorld, type World } from '../support/world.ts';

eachWorld('A change of an endpoint’s settings', (start) => {
  const outbox = async ({ storage }: World) => {
    const rows = await storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
    return rows.map(({ content, ...row }) => ({ ...row, content: JSON.parse(content) }));
  };

  test('is announced as the answer shows it, as the affair of its user', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const endpoint = await admin.put('/endpoints/2880', { action: 'dnd', userAvailability: 'dnd', enabled: true });
    const forwarding = await admin.put('/endpoints/2880/forwarding', { busy: { destination: '2881' } });
    const owner = { accountId: accountIds.home, principalId: userIds.ada, userId: userIds.ada };
    const all = await outbox(world);
    expect(all).toMatchObject([
      { subject: '/2017-09-01/endpoints/2880', content: { ...endpoint.body, ...owner } },
      { subject: '/2017-09-01/endpoints/2880/forwarding', content: { ...forwarding.body, ...owner } },
    ]);
    for (const row of all) {
      expect(row).toMatchObject({ topic: topics.media, method: 'PUT', accountId: accountIds.home });
      expect(row.publisherPrincipalId).toBe(userIds.admin);
      expect(ownersOf(row)).toEqual([userIds.ada]);
    }
    expect(Value.Check(kinds.endpointChanged.content, all[0]?.content)).toBe(true);
    expect(Value.Check(kinds.forwardingChanged.content, all[1]?.content)).toBe(true);
  });

  test('that is refused is not announced', async () => {
    const world = await start();
    const [ada, ben] = [await world.as('ada'), await world.as('ben')];
    await ben.put('/endpoints/2880', { action: 'dnd', userAvailability: 'dnd', enabled: true });
    await ada.put('/endpoints/2880', { action: 'ring', userAvailability: 'dnd' });
    await ada.put('/endpoints/2880/forwarding', { busy: { destination: '2999' } });
    expect(await outbox(world)).toEqual([]);
  });
});
