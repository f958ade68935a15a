import { expect, test } from 'vitest';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';
import { idsOf, keep, record } from './support/records.ts';

eachWorld('hidden records', (start) => {
  test('leave the own list by filter and come back; nobody else loses them', async () => {
    const world = await start();
    await keep(world.storage, [
      ...[1, 2, 3].map((n) => record(n, 'ada', { missed: n === 2 ? 1 : 0 })),
      record(4, 'ben', { endpointId: '2881', missed: 1 }),
      record(5, 'ada', { missed: 1, endedOn: null }),
    ]);
    const [ada, ben, admin] = await Promise.all([world.as('ada'), world.as('ben'), world.as('admin')]);
    const own = async () => idsOf(await ada.get('/calls/records'));

    const answer = await ada.put('/calls/records?$filter=missed%20eq%20true', { hide: true });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(await own()).toEqual(['3', '1']);
    expectError(await ada.get('/calls/2/records'), 'unknown_call_record');
    expect(idsOf(await ben.get('/calls/records'))).toEqual(['4']);
    expect(idsOf(await admin.get('/calls/records'))).toEqual(['4', '3', '2', '1']);

    // As the published sample sends it.
    expect((await ada.put('/calls/3/records', { hide: 'true' })).status).toBe(200);
    expect(await own()).toEqual(['1']);
    await ada.put('/calls/2/records', { hide: false });
    expect(await own()).toEqual(['2', '1']);
    await ada.put('/calls/records', { hide: 'false' });
    expect(await own()).toEqual(['3', '2', '1']);
  });

  test('an administrator hides from the own list alone', async () => {
    const world = await start();
    await keep(world.storage, [record(1, 'ada'), record(2, 'admin', { endpointId: '2891' })]);
    const admin = await world.as('admin');
    await admin.put('/calls/records', { hide: true });
    expect(idsOf(await admin.get('/calls/records'))).toEqual(['1']);
    expect(idsOf(await (await world.as('ada')).get('/calls/records'))).toEqual(['1']);
  });

  test('are hidden in more than one transaction, those of one moment too', async () => {
    const world = await start();
    const rows = Array.from({ length: 1_203 }, (_, n) => record(n, 'ada', { createdOn: 7 + (n % 2) }));
    for (let at = 0; at < rows.length; at += 401) await keep(world.storage, rows.slice(at, at + 401));
    const ada = await world.as('ada');
    await ada.put("/calls/records?$filter=from eq '%2B16135550100'", { hide: true });
    expect(idsOf(await ada.get('/calls/records'))).toEqual([]);
    await ada.put('/calls/records', { hide: false });
    expect(idsOf(await ada.get('/calls/records?$top=1000'))).toHaveLength(1_000);
  });

  test.each([[{}], [{ hide: 1 }], [{ hide: 'yes' }], [{ hide: true, more: 1 }], [[]]])(
    '%j is refused',
    async (body) => {
      const ada = await (await start()).as('ada');
      expectError(await ada.put('/calls/records', body), 'invalid_request');
      expectError(await ada.put('/calls/1/records', body), 'invalid_request');
    },
  );
});
