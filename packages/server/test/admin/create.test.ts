import { expect, test } from 'vitest';
import { accountIds, emailOf, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, homeUsers } from '../support/world.ts';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

eachWorld('Creating users', (start) => {
  test('by the recommended route, its alias and the short route gives the same', async () => {
    const admin = await (await start()).as('admin');
    for (const [index, path] of [homeUsers, `/users/${accountIds.home}/users`, '/users'].entries()) {
      const email = `Zoe.${index}@Example.com`;
      const { status, body } = await admin.post(path, { email, name: 'Zoe', extension: `290${index}` });
      expect(status).toBe(201);
      expect(body).toEqual({
        userId: expect.stringMatching(GUID),
        uniqueUserId: body.userId,
        accountId: accountIds.home,
        name: 'Zoe',
        email,
        role: 'USER',
        extension: `290${index}`,
        sipAddress: `${body.userId}@home.cordboard.local`,
        emailValid: true,
        emailVerified: false,
        extensionVerified: true,
        mobileVerified: false,
        phoneVerified: false,
        userVerified: false,
        source: 'CORDBOARD',
        createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        createdBy: userIds.admin,
        modifiedOn: body.createdOn,
        modifiedBy: userIds.admin,
        _links: { self: `/2017-09-01${homeUsers}/${body.userId}` },
      });
      expect((await admin.get(`/users/${body.userId}`)).body).toEqual(body);
    }
  });

  test('ids, passwords and marks of verification in the body are ignored', async () => {
    const admin = await (await start()).as('admin');
    const wishes = {
      userId: 'mine',
      uniqueUserId: 'mine',
      password: 'x'.repeat(20),
      userVerified: true,
      source: 'PBX',
    };
    const { body } = await admin.post(homeUsers, { email: 'zoe@example.com', ...wishes, partnerId: accountIds.other });
    expect(body.userId).toMatch(GUID);
    expect(body).toMatchObject({ userVerified: false, source: 'CORDBOARD' });
    expect(body).not.toHaveProperty('password');
  });

  test('a name comes from what there is', async () => {
    const admin = await (await start()).as('admin');
    for (const [fields, name] of [
      [{ name: 'A', displayName: 'B', firstName: 'C' }, 'A'],
      [{ displayName: 'B', firstName: 'C' }, 'B'],
      [{ firstName: 'C', lastName: 'D' }, 'C D'],
      [{ lastName: 'D' }, 'D'],
      [{ name: null }, undefined],
    ] as const) {
      const email = `${crypto.randomUUID()}@example.com`;
      const { body } = await admin.post(homeUsers, { email, ...fields });
      expect(body.name).toBe(name ?? email.split('@')[0]);
    }
  });

  test('an e-mail address is used once on the whole server, in any case', async () => {
    const world = await start();
    const admin = await world.as('admin');
    for (const taken of [emailOf('ada'), 'ADA@Example.COM', ' ada@example.com ', emailOf('oscar')]) {
      expectError(await admin.post(homeUsers, { email: taken }), 'email_in_use', 'email');
    }
    expectError(await admin.put(`/users/${userIds.ada}`, { email: emailOf('ben') }), 'email_in_use', 'email');
    expect((await admin.put(`/users/${userIds.ada}`, { email: 'Ada@example.com' })).body.email).toBe('Ada@example.com');
  });

  test('an extension is used once on the whole server', async () => {
    const admin = await (await start()).as('admin');
    for (const extension of ['2880', '4880']) {
      const answer = await admin.post(homeUsers, { email: 'zoe@example.com', extension });
      expectError(answer, 'extension_in_use', 'extension');
      expectError(await admin.put(`/users/${userIds.ben}`, { extension }), 'extension_in_use', 'extension');
    }
    // Nothing is left of the attempts.
    expect((await admin.post(homeUsers, { email: 'zoe@example.com', extension: '2900' })).status).toBe(201);
  });

  test('of requests that come together with one address or extension, one is done', async () => {
    const admin = await (await start()).as('admin');
    for (const bodies of [
      [1, 2, 3].map((n) => ({ email: `same@example.com`, extension: `290${n}` })),
      [1, 2, 3].map((n) => ({ email: `other${n}@example.com`, extension: '2910' })),
    ]) {
      const answers = await Promise.all(bodies.map((body) => admin.post(homeUsers, body)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    }
  });

  test('an account takes as many users as it may have', async () => {
    const world = await start();
    await world.storage.transaction(({ db }) =>
      db.updateTable('accounts').set({ userLimit: 5 }).where('accountId', '=', accountIds.home).execute(),
    );
    const admin = await world.as('admin');
    const emails = ['a@example.com', 'b@example.com', 'c@example.com'];
    const answers = await Promise.all(emails.map((email) => admin.post(homeUsers, { email })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expectError(await admin.post('/users', { email: 'd@example.com' }), 'user_limit');
    expect((await admin.get(`/accounts/${accountIds.home}`)).body.userLimit).toBe(5);
  });

  test.each([
    ['good', ['a@b', "o'brien+x@sub.example.co.uk", 'ü@example.com', `${'x'.repeat(64)}@example.com`]],
    ['bad', ['', 'a', '@b', 'a@', 'a b@c.d', 'a@b@c', 'a@b..c', 'a@-b.c', `${'x'.repeat(65)}@example.com`, 'a@b\nc']],
  ])('an e-mail address is %s', async (kind, emails) => {
    const admin = await (await start()).as('admin');
    for (const email of emails) {
      const answer = await admin.post(homeUsers, { email });
      if (kind === 'good') expect([email, answer.status]).toEqual([email, 201]);
      else expectError(answer, 'invalid_request', 'email');
    }
  });
});
