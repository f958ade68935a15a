import { expect, test } from 'vitest';
import { accountIds, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld, homeUsers } from '../support/world.ts';

eachWorld('A user', (start) => {
  test('is found by id and by e-mail address, by both routes', async () => {
    const ada = await (await start()).as('ada');
    for (const path of ['/users', homeUsers]) {
      for (const user of [userIds.ben, 'ben@example.com', 'BEN%40EXAMPLE.COM']) {
        expect((await ada.get(`${path}/${user}`)).body.userId).toBe(userIds.ben);
      }
      for (const user of ['nobody', userIds.oscar, 'oscar@example.com', 'nobody@example.com']) {
        expectError(await ada.get(`${path}/${user}`), 'unknown_user', 'userId');
      }
    }
  });

  test('of an account that does not exist is refused like one of others', async () => {
    const admin = await (await start()).as('admin');
    const there = await admin.get(`/accounts/${accountIds.other}/users/${userIds.oscar}`);
    const nowhere = await admin.get(`/accounts/nowhere/users/${userIds.oscar}`);
    expectError(nowhere, 'forbidden', 'accountId');
    expect(nowhere.body).toEqual(there.body);
  });

  test('changes in what was sent only; null clears', async () => {
    const clock = new SetClock();
    const world = await start({ clock });
    const admin = await world.as('admin');
    const path = `/users/${userIds.ben}`;
    const { body: before } = await admin.get(path);
    clock.advance(1_000);
    const details = {
      firstName: 'Ben',
      lastName: 'B',
      displayName: 'BB',
      phone: '1',
      mobile: '2',
      languageCode: 'fr-CA',
    };
    const first = await admin.put(path, details);
    expect(first.body).toEqual({ ...before, ...details, modifiedBy: userIds.admin, modifiedOn: iso(clock.now()) });
    const cleared = await admin.put(path, { firstName: null, mobile: null, name: null, siteId: null });
    const { firstName, mobile, ...rest } = first.body;
    expect(cleared.body).toEqual({ ...rest, name: 'ben' });
    expect((await admin.put(path, {})).body).toMatchObject({ lastName: 'B' });
  });

  test('with a new e-mail address signs in with it, and is unverified in that', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const { body } = await admin.put('/users/ben@example.com', { email: ' Benny@Example.com ' });
    expect(body).toMatchObject({ email: 'Benny@Example.com', emailVerified: false, userVerified: true });
    expectError(await world.signIn('ben'), 'invalid_credentials');
    expect((await world.signIn('ben', { username: 'benny@example.com' })).status).toBe(200);
    expect((await admin.put('/users/benny@example.com', { email: 'BENNY@example.com' })).status).toBe(200);
  });

  test('is deleted with the answer of a GET before it, and gone after it', async () => {
    const admin = await (await start()).as('admin');
    const { body } = await admin.get(`/users/${userIds.ben}`);
    const answer = await admin.delete('/users/ben@example.com');
    expect([answer.status, answer.body]).toEqual([200, body]);
    expectError(await admin.get(`/users/${userIds.ben}`), 'unknown_user');
    expectError(await admin.delete(`/users/${userIds.ben}`), 'unknown_user');
    expectError(await admin.put(`/users/${userIds.ben}`, { name: 'x' }), 'unknown_user');
    // Address and extension are free again.
    const again = { email: 'ben@example.com', extension: '2881' };
    expect((await admin.post(homeUsers, again)).status).toBe(201);
  });

  test('is deleted once, although two ask together', async () => {
    const admin = await (await start()).as('admin');
    const both = await Promise.all([1, 2].map(() => admin.delete(`/users/${userIds.ben}`)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  });

  test('does not delete the user it is signed in as', async () => {
    const world = await start();
    for (const person of ['admin', 'pat'] as const) {
      const answer = await (await world.as(person)).delete(`/users/${userIds[person]}`);
      expectError(answer, 'forbidden');
    }
  });

  test('whose changes come together has them all', async () => {
    const admin = await (await start()).as('admin');
    const path = `/users/${userIds.ben}`;
    const bodies = [
      { extension: '2899' },
      { name: 'Benny' },
      { email: 'b@example.com' },
      { extension: '2902' },
      { mobile: '7' },
    ];
    const answers = await Promise.all(bodies.map((body) => admin.put(path, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { body } = await admin.get(path);
    expect(body).toMatchObject({ name: 'Benny', email: 'b@example.com', mobile: '7' });
    // Which of the two came last is for the database to say; the other's endpoint is gone.
    const [kept, gone] = body.extension === '2902' ? ['2902', '2899'] : ['2899', '2902'];
    expect(body.extension).toBe(kept);
    expect((await admin.get(`/endpoints/${kept}`)).body.name).toBe('Benny');
    expectError(await admin.get(`/endpoints/${gone}`), 'unknown_endpoint');
    expectError(await admin.get('/endpoints/2881'), 'unknown_endpoint');
  });
});

eachWorld('An account', (start) => {
  test('is read by its users and changed by its administrators', async () => {
    const world = await start();
    const [ada, admin] = [await world.as('ada'), await world.as('admin')];
    const path = `/accounts/${accountIds.home}`;
    const { body: before } = await ada.get(path);
    expect(before).toMatchObject({
      accountId: accountIds.home,
      accountNumber: '100000001',
      state: 'ACTIVE',
      active: true,
    });
    const change = {
      name: 'Renamed',
      languageCode: 'fr',
      location: { address: { city: 'Ottawa' } },
      policy: { allowGuestAccess: true },
    };
    const { body } = await admin.put(path, { ...before, ...change, accountNumber: '1', partnerId: 'x', active: false });
    expect(body).toMatchObject({ ...change, accountNumber: '100000001', active: true });
    expect(body).not.toHaveProperty('partnerId');
    expect((await ada.get(path)).body).toEqual(body);
    expect((await admin.put(path, { location: null })).body).not.toHaveProperty('location');
    expectError(await admin.put(path, { name: '' }), 'invalid_request', 'name');
  });
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
