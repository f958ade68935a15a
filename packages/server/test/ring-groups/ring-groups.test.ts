import { publications as kinds, topics } from '@cordboard/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { ownersOf } from '../../src/notifications/policy.ts';
import { accountIds, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, homeUsers, type World } from '../support/world.ts';

const sales = { number: '2900', name: 'Sales', members: ['2880', '2881'] };

eachWorld('Ring groups', (start) => {
  const outbox = async ({ storage }: World) => {
    const rows = await storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
    return rows.map(({ content, ...row }) => ({ ...row, content: JSON.parse(content) }));
  };

  test('are made with their defaults, read, changed and deleted', async () => {
    const admin = await (await start()).as('admin');
    const { status, body } = await admin.post('/ringGroups', sales);
    expect([status, body]).toEqual([
      201,
      {
        ringGroupId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        accountId: accountIds.home,
        ...sales,
        strategy: 'all',
        ringSeconds: 20,
        createdOn: expect.any(String),
        createdBy: userIds.admin,
        modifiedOn: body.createdOn,
        modifiedBy: userIds.admin,
        _links: { self: `/2017-09-01/ringGroups/${body.ringGroupId}` },
      },
    ]);
    const path = `/ringGroups/${body.ringGroupId}`;
    expect((await admin.get(path)).body).toEqual(body);
    const changed = await admin.put(path, { strategy: 'longestIdle', overflow: '2891', members: ['2881'] });
    expect(changed.body).toMatchObject({ strategy: 'longestIdle', overflow: '2891', members: ['2881'], name: 'Sales' });
    expect((await admin.put(path, { overflow: null })).body).not.toHaveProperty('overflow');
    expect((await admin.put(path, changed.body)).body.overflow).toBe('2891');
    expect((await admin.delete(path)).status).toBe(200);
    expectError(await admin.get(path), 'unknown_ring_group', 'ringGroupId');
  });

  test('are listed, searched and paged', async () => {
    const admin = await (await start()).as('admin');
    for (const number of ['2900', '2901', '2902'])
      await admin.post('/ringGroups', { ...sales, number, name: `G${number}` });
    const numbers = async (query: string) =>
      (await admin.get(`/ringGroups?${query}`)).body._embedded.items.map((group: { number: string }) => group.number);
    expect(await numbers('$orderby=number desc')).toEqual(['2902', '2901', '2900']);
    expect(await numbers("$filter=number eq '2901'")).toEqual(['2901']);
    expect(await numbers('$search=g2902')).toEqual(['2902']);
    expect((await admin.get('/ringGroups?$top=2')).body._links.next).toContain('skiptoken');
  });

  test.each([
    ['of an extension', { number: '2880' }, 'number_in_use', 'number'],
    ['that no telephone could dial', { number: 'sales' }, 'invalid_request', undefined],
    ['with a member that does not exist', { members: ['2999'] }, 'unknown_endpoint', 'members'],
    ['with a member of another account', { members: ['4880'] }, 'unknown_endpoint', 'members'],
    ['with a member twice', { members: ['2880', '2880'] }, 'invalid_request', undefined],
    ['that overflows into itself', { overflow: '2900' }, 'forwarding_loop', 'overflow'],
    ['that overflows to nobody', { overflow: '2999' }, 'unknown_destination', 'overflow'],
    ['that rings for no time', { ringSeconds: 0 }, 'invalid_request', undefined],
    ['of another strategy', { strategy: 'random' }, 'invalid_request', undefined],
  ] as const)('%s are refused', async (_, change, code, param) => {
    const admin = await (await start()).as('admin');
    expectError(await admin.post('/ringGroups', { ...sales, ...change }), code, param);
    expect((await admin.get('/ringGroups')).body.count).toBe(0);
  });

  test('and extensions do not share numbers', async () => {
    const admin = await (await start()).as('admin');
    await admin.post('/ringGroups', sales);
    expectError(await admin.post('/ringGroups', sales), 'number_in_use', 'number');
    expectError(await admin.post(homeUsers, { email: 'zoe@example.com', extension: '2900' }), 'extension_in_use');
    const { body } = await admin.post('/ringGroups', { ...sales, number: '2901' });
    expectError(await admin.put(`/ringGroups/${body.ringGroupId}`, { number: '2900' }), 'number_in_use', 'number');
  });

  test('are for administrators of their account', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const { body } = await admin.post('/ringGroups', sales);
    const path = `/ringGroups/${body.ringGroupId}`;
    const statuses = async (client: Awaited<ReturnType<World['as']>>) => [
      (await client.get('/ringGroups')).status,
      (await client.post('/ringGroups', { ...sales, number: '2909' })).status,
      (await client.get(path)).status,
      (await client.put(path, { name: 'Theirs' })).status,
      (await client.delete(path)).status,
    ];
    expect(await statuses(world.stranger)).toEqual([401, 401, 401, 401, 401]);
    expect(await statuses(await world.as('ada'))).toEqual([403, 403, 403, 403, 403]);
    expect(await statuses(await world.as('olga'))).toEqual([200, 404, 404, 404, 404]);
    expect((await admin.get(path)).body.name).toBe('Sales');
    expect(await statuses(await world.as('pat'))).toEqual([200, 201, 200, 200, 200]);
  });

  test('are announced to administrators', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const made = await admin.post('/ringGroups', sales);
    const path = `/ringGroups/${made.body.ringGroupId}`;
    const changed = await admin.put(path, { name: 'Support' });
    const gone = await admin.delete(path);
    const all = await outbox(world);
    expect(all).toMatchObject([
      { method: 'POST', content: made.body },
      { method: 'PUT', content: changed.body },
      { method: 'DELETE', content: gone.body },
    ]);
    for (const row of all) {
      expect(row).toMatchObject({ topic: topics.media, subject: `/2017-09-01${path}`, accountId: accountIds.home });
      expect(Value.Check(kinds.ringGroupChanged.content, row.content)).toBe(true);
      expect(ownersOf(row)).toEqual([]);
    }
  });

  test('are endpoints of type group, which administrators see; they have no settings of their own', async () => {
    const world = await start();
    const [admin, ada] = [await world.as('admin'), await world.as('ada')];
    const { body } = await admin.post('/ringGroups', sales);
    expect((await admin.get('/endpoints/2900')).body).toMatchObject({ name: 'Sales', type: 'group', devices: [] });
    expectError(await ada.get('/endpoints/2900'), 'forbidden');
    const dnd = { action: 'dnd', userAvailability: 'dnd', enabled: true };
    expectError(await admin.put('/endpoints/2900', dnd), 'unknown_endpoint');
    await admin.put(`/ringGroups/${body.ringGroupId}`, { number: '2901' });
    expectError(await admin.get('/endpoints/2900'), 'unknown_endpoint');
    expect((await admin.get('/endpoints/2901')).status).toBe(200);
    await admin.delete(`/ringGroups/${body.ringGroupId}`);
    expectError(await admin.get('/endpoints/2901'), 'unknown_endpoint');
  });

  test('are there after a restart, and the PBX knows them', async () => {
    const world = await start();
    const admin = await world.as('admin');
    await admin.post('/ringGroups', sales);
    expectError(await admin.post('/endpoints/2891/calls', { to: '2900' }), 'endpoint_unreachable');
    await world.close();
    const again = await (await start({ place: world.place })).as('admin');
    expect((await again.get('/ringGroups')).body._embedded.items).toMatchObject([sales]);
    expectError(await again.post('/endpoints/2891/calls', { to: '2900' }), 'endpoint_unreachable');
    expectError(await again.post('/endpoints/2891/calls', { to: '2909' }), 'unknown_destination');
  });
});
