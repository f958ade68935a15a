import { publications as kinds, topics } from '@cordboard/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { accountIds, userIds } from '../support/cast.ts';
import { eachWorld, homeUsers, type World } from '../support/world.ts';

const base = '/2017-09-01';

eachWorld('Changes of the directory', (start) => {
  const outbox = async ({ storage }: World) => {
    const rows = await storage.read.selectFrom('publications').selectAll().orderBy('sequence').execute();
    return rows.map(({ content, ...row }) => ({ ...row, content: JSON.parse(content) }));
  };

  test('are announced as the answers show them', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const created = await admin.post(homeUsers, { email: 'zoe@example.com', extension: '2900' });
    const subject = `${base}${homeUsers}/${created.body.userId}`;
    const updated = await admin.put(`/users/${created.body.userId}`, { name: 'Zoe' });
    const deleted = await admin.delete('/users/zoe@example.com');
    const account = await admin.put(`/accounts/${accountIds.home}`, { name: 'Renamed' });
    const all = await outbox(world);
    expect(all.map(({ method, subject: of, content }) => ({ method, subject: of, content }))).toEqual([
      { method: 'POST', subject, content: created.body },
      { method: 'PUT', subject, content: updated.body },
      { method: 'DELETE', subject, content: deleted.body },
      { method: 'PUT', subject: `${base}/accounts/${accountIds.home}`, content: account.body },
    ]);
    for (const { topic, accountId, publisherAccountId, publisherPrincipalId } of all) {
      expect(topic).toBe(topics.admin);
      expect([accountId, publisherAccountId, publisherPrincipalId]).toEqual([
        accountIds.home,
        accountIds.home,
        userIds.admin,
      ]);
    }
    for (const { content } of all.slice(0, 3)) expect(Value.Check(kinds.userChanged.content, content)).toBe(true);
    expect(Value.Check(kinds.accountChanged.content, all[3]!.content)).toBe(true);
  });

  test('by a partner belong to the customer, and name the partner as publisher', async () => {
    const world = await start();
    const pat = await world.as('pat');
    await pat.put(`/accounts/${accountIds.customer}/users/${userIds.cleo}`, { name: 'Cleo' });
    expect(await outbox(world)).toMatchObject([
      { accountId: accountIds.customer, publisherAccountId: accountIds.home, publisherPrincipalId: userIds.pat },
    ]);
  });

  test('that are refused, or that nothing came of, are not announced', async () => {
    const world = await start();
    const admin = await world.as('admin');
    for (const [path, body] of [
      [homeUsers, { email: 'ada@example.com' }],
      [homeUsers, { email: 'zoe@example.com', extension: '2880' }],
      [homeUsers, { email: 'zoe@example.com', role: 'PARTNER_ADMIN' }],
      [`/accounts/${accountIds.other}/users`, { email: 'zoe@example.com' }],
    ] as const) {
      expect((await admin.post(path, body)).status).toBeGreaterThanOrEqual(400);
    }
    await admin.post('/endpoints/2880/credentials');
    expect(await outbox(world)).toEqual([]);
  });

  test('share the transaction of their publication: when that fails, nothing has changed', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const before = (await admin.get('/users')).body;
    // The database takes no publication any more.
    await world.storage.transaction(({ db }) => db.schema.alterTable('publications').renameTo('elsewhere').execute());
    for (const change of [
      () => admin.post(homeUsers, { email: 'zoe@example.com', extension: '2900' }),
      () => admin.put(`/users/${userIds.ben}`, { name: 'Ben B', extension: '2901' }),
      () => admin.delete(`/users/${userIds.ben}`),
      () => admin.put(`/accounts/${accountIds.home}`, { name: 'Renamed' }),
    ]) {
      expect((await change()).status).toBe(500);
    }
    expect((await admin.get('/users')).body).toEqual(before);
    expect((await admin.get(`/accounts/${accountIds.home}`)).body.name).toBe('The home company');
    expect((await admin.get('/endpoints/2881')).status).toBe(200);
    for (const extension of ['2900', '2901']) expect((await admin.get(`/endpoints/${extension}`)).status).toBe(404);
  });
});
