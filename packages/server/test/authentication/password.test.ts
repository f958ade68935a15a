import { expect, test } from 'vitest';
import { accountIds, emailOf, PASSWORD, userIds } from '../support/cast.ts';
import type { Answer } from '../support/client.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, homeUsers, type World } from '../support/world.ts';

eachWorld('The password grant', (start) => {
  test('gives tokens in the shape of the contract', async () => {
    const { status, body } = await (await start()).signIn('ada');
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'bearer',
      expires_in: 3_600,
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      scope: 'read write',
    });
  });

  test('says the same whether user, password or account is wrong', async () => {
    const world = await start();
    const said = ({ status, body, headers }: Answer) => ({ status, body, challenge: headers['www-authenticate'] });
    const wrong = await world.signIn('ada', { password: 'something else' });
    expectError(wrong, 'invalid_credentials');
    for (const fields of [
      { username: 'nobody@example.com' },
      { username: 'not an address' },
      { username: userIds.ada },
      { password: '' },
      { password: `${PASSWORD} ` },
      { password: PASSWORD.toUpperCase() },
      { account_id: accountIds.other },
      { account_id: 'nonsense' },
    ]) {
      expect(said(await world.signIn('ada', fields))).toEqual(said(wrong));
    }
  });

  test('takes as much work for a user who does not exist as for a wrong password', async () => {
    const world = await start();
    const workOf = async (username: string): Promise<number> => {
      const before = process.cpuUsage();
      for (let n = 0; n < 5; n += 1) await world.signIn('ada', { username, password: 'wrong' });
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await workOf(emailOf('ada'));
    const [known, unknown] = [await workOf(emailOf('ada')), await workOf('nobody@example.com')];
    // The hash is nearly all of it: without it there would be a tenth.
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  test('names a field that is missing, and the grants there are', async () => {
    const { stranger } = await start();
    const username = emailOf('ada');
    for (const [body, param] of [
      [{}, 'grant_type'],
      [{ grant_type: 7 }, 'grant_type'],
      [{ grant_type: 'client_credentials', client_id: 'c', client_secret: 's' }, 'grant_type'],
      [{ grant_type: 'password', password: PASSWORD }, 'username'],
      [{ grant_type: 'password', username }, 'password'],
      [{ grant_type: 'password', username, password: 7 }, 'password'],
      [{ grant_type: 'authorization_code' }, 'code'],
      [{ grant_type: 'refresh_token' }, 'refresh_token'],
    ] as const) {
      expectError(await stranger.post('/token', body), 'invalid_request', param);
    }
  });

  test('a user who was made by the API cannot sign in: there is no password yet', async () => {
    const world = await start();
    const admin = await world.as('admin');
    await admin.post(homeUsers, { email: 'zoe@example.com', password: PASSWORD });
    for (const password of [PASSWORD, '', 'null', 'undefined']) {
      expectError(await world.signIn('ada', { username: 'zoe@example.com', password }), 'invalid_credentials');
    }
  });
});

eachWorld('Who may not enter', (start) => {
  const unverify = ({ storage }: World) =>
    storage.transaction(({ db }) =>
      db.updateTable('users').set({ userVerified: 0 }).where('userId', '=', userIds.ada).execute(),
    );
  const close = ({ storage }: World) =>
    storage.transaction(({ db }) =>
      db.updateTable('accounts').set({ active: 0 }).where('accountId', '=', accountIds.home).execute(),
    );

  test('an unverified user is told so, after the right password only', async () => {
    const world = await start();
    await unverify(world);
    expectError(await world.signIn('ada'), 'user_not_verified');
    expectError(await world.signIn('ada', { password: 'wrong' }), 'invalid_credentials');
  });

  test('nobody of an account that is not active', async () => {
    const world = await start();
    await close(world);
    const answer = await world.signIn('ada');
    expectError(answer, 'invalid_credentials');
    expect(answer.body.message).toMatch(/not active/);
    expect((await world.signIn('carl')).status).toBe(200);
  });

  test.each([
    ['unverified', unverify],
    ['of a closed account', close],
  ])('who becomes %s loses tokens, refresh tokens and codes', async (_how, change) => {
    const world = await start();
    const { body } = await world.signIn('ada');
    const credentials = { username: emailOf('ada'), password: PASSWORD };
    const { code } = (await world.stranger.post('/authorize', credentials)).body;
    await change(world);
    expectError(await world.withToken(body.access_token).get('/token'), 'unauthorized');
    const { refresh_token } = body;
    expectError(
      await world.stranger.post('/token', { grant_type: 'refresh_token', refresh_token }),
      'invalid_credentials',
    );
    expectError(await world.stranger.post('/token', { grant_type: 'authorization_code', code }), 'invalid_credentials');
  });
});
