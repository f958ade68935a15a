import { expect, test } from 'vitest';
import { accountIds, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, homeUsers, type World } from '../support/world.ts';

const customerUsers = `/accounts/${accountIds.customer}/users`;
let number = 0;
const somebody = (role?: string) => {
  number += 1;
  return { email: `somebody${number}@example.com`, role };
};

eachWorld('Roles', (start) => {
  test('nobody makes a user above their own role', async () => {
    const world = await start();
    const [admin, pat] = [await world.as('admin'), await world.as('pat')];
    for (const [client, role, made] of [
      [admin, 'USER', true],
      [admin, 'ACCOUNT_ADMIN', true],
      [admin, 'PARTNER_ADMIN', false],
      [pat, 'USER', true],
      [pat, 'ACCOUNT_ADMIN', true],
      [pat, 'PARTNER_ADMIN', true],
    ] as const) {
      const answer = await client.post(homeUsers, somebody(role));
      if (made) expect([answer.status, answer.body.role]).toEqual([201, role]);
      else expectError(answer, 'role_too_high', 'role');
    }
    for (const role of [undefined, null]) {
      expect((await admin.post(homeUsers, { ...somebody(), role })).body.role).toBe('USER');
    }
  });

  test('nobody gives a role above their own, nor changes or deletes who has one', async () => {
    const world = await start();
    const admin = await world.as('admin');
    expectError(await admin.put(`/users/${userIds.ada}`, { role: 'PARTNER_ADMIN' }), 'role_too_high', 'role');
    expectError(await admin.put(`/users/${userIds.admin}`, { role: 'PARTNER_ADMIN' }), 'role_too_high', 'role');
    for (const body of [{ role: 'USER' }, { email: 'mine@example.com' }, { extension: '2999' }, { name: 'X' }]) {
      expectError(await admin.put(`/users/${userIds.pat}`, body), 'role_too_high', 'role');
    }
    expectError(await admin.delete(`/users/${userIds.pat}`), 'role_too_high', 'role');
    expect((await admin.put(`/users/${userIds.ada}`, { role: 'ACCOUNT_ADMIN' })).body.role).toBe('ACCOUNT_ADMIN');
  });

  test('PARTNER_ADMIN is not for users of a customer', async () => {
    const pat = await (await start()).as('pat');
    expectError(await pat.post(customerUsers, somebody('PARTNER_ADMIN')), 'role_too_high', 'role');
    const cleo = `${customerUsers}/${userIds.cleo}`;
    expectError(await pat.put(cleo, { role: 'PARTNER_ADMIN' }), 'role_too_high', 'role');
    expect((await pat.put(cleo, { role: 'ACCOUNT_ADMIN' })).status).toBe(200);
  });

  test('a user changes details, but sends role, e-mail and extension back as they are', async () => {
    const world = await start();
    const ada = await world.as('ada');
    const path = `/users/${userIds.ada}`;
    const { body: me } = await ada.get(path);
    const answer = await ada.put(path, { ...me, name: 'Ada L', mobile: '+16135550123', userId: 'x', accountId: 'y' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      userId: userIds.ada,
      accountId: accountIds.home,
      name: 'Ada L',
      mobile: '+16135550123',
    });
    for (const [field, value] of [
      ['role', 'ACCOUNT_ADMIN'],
      ['email', 'new@example.com'],
      ['extension', '2999'],
      ['extension', null],
    ] as const) {
      expectError(await ada.put(path, { ...me, [field]: value }), 'forbidden', field);
    }
  });

  test('POST /users makes a USER of the own account, whatever the body says', async () => {
    const admin = await (await start()).as('admin');
    const { status, body } = await admin.post('/users', { ...somebody('ACCOUNT_ADMIN'), accountId: accountIds.other });
    expect([status, body.role, body.accountId]).toEqual([201, 'USER', accountIds.home]);
  });
});

eachWorld('The last administrator of an account', (start) => {
  const carl = `${customerUsers}/${userIds.carl}`;
  const unverified = async ({ storage }: World) => {
    await storage.transaction(({ db }) =>
      db
        .updateTable('users')
        .set({ role: 'ACCOUNT_ADMIN', userVerified: 0 })
        .where('userId', '=', userIds.cleo)
        .execute(),
    );
  };

  test('stays one: neither they nor their partner can change that', async () => {
    const world = await start();
    const [olga, pat] = [await world.as('olga'), await world.as('pat')];
    expectError(await olga.put(`/users/${userIds.olga}`, { role: 'USER' }), 'last_administrator');
    expect((await olga.get('/token')).body.role).toBe('ACCOUNT_ADMIN');
    expectError(await pat.put(carl, { role: 'USER' }), 'last_administrator');
    expectError(await pat.delete(carl), 'last_administrator');
    expect((await pat.put(carl, { name: 'Carl' })).status).toBe(200);
  });

  test('may go once there is another who can sign in', async () => {
    const world = await start();
    const pat = await world.as('pat');
    await unverified(world);
    expectError(await pat.delete(carl), 'last_administrator');
    await world.storage.transaction(({ db }) =>
      db.updateTable('users').set({ userVerified: 1 }).where('userId', '=', userIds.cleo).execute(),
    );
    expect((await pat.delete(carl)).status).toBe(200);
    expectError(await pat.delete(`${customerUsers}/${userIds.cleo}`), 'last_administrator');
  });

  test('of two who demote each other at once, one stays', async () => {
    const world = await start();
    const [admin, pat] = [await world.as('admin'), await world.as('pat')];
    const answers = await Promise.all([
      admin.put(`/users/${userIds.admin}`, { role: 'USER' }),
      pat.put(`/users/${userIds.pat}`, { role: 'USER' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });
});
