import { expect, test } from 'vitest';
import { accountIds, accountNumberOf, emailOf, PASSWORD, userIds } from '../support/cast.ts';
import { Client } from '../support/client.ts';
import { eachWorld, type World } from '../support/world.ts';

/** What clients of the contract really send, though no schema says so (contract sections 1 to 3). */
eachWorld('Tolerances', (start) => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  const credentials = { username: emailOf('ada'), password: PASSWORD };

  async function tokenOf(world: World): Promise<string> {
    return (await world.signIn('ada')).body.access_token;
  }

  test('a token comes with Bearer in any case, or bare', async () => {
    const world = await start();
    const token = await tokenOf(world);
    for (const authorization of [`Bearer ${token}`, `bearer ${token}`, `BEARER  ${token} `, token, ` ${token} `]) {
      const { status, body } = await new Client(world.context.app, { authorization }).get('/token');
      expect([authorization.slice(0, 8), status, body.userId]).toEqual([authorization.slice(0, 8), 200, userIds.ada]);
    }
  });

  test('GET and DELETE come with a JSON content type and no body', async () => {
    const ada = await (await start()).as('ada');
    const json = { 'content-type': 'application/json' };
    expect((await ada.get('/users', json)).status).toBe(200);
    expect((await ada.send('HEAD', '/users', undefined, json)).status).toBe(200);
    expect((await ada.delete('/token', json)).status).toBe(200);
  });

  test('/token takes a whole user record, as JSON', async () => {
    const { stranger } = await start();
    const record = {
      principal_id: 'p',
      extension_number: 2880,
      scope: 'principal',
      name: 'Ada',
      client_secret: 's',
      a: [],
    };
    const { status, body } = await stranger.post('/token', { grant_type: 'password', ...credentials, ...record });
    expect(status).toBe(200);
    expect(body.token_type).toBe('bearer');
  });

  test('/token and /authorize take forms', async () => {
    const { stranger } = await start();
    const token = new URLSearchParams({ grant_type: 'Password', ...credentials, account_id: accountIds.home });
    expect((await stranger.post('/token', token.toString(), FORM)).status).toBe(200);
    const code = new URLSearchParams({ response_type: 'code', client_id: 'c', ...credentials });
    expect((await stranger.post('/authorize', code.toString(), FORM)).status).toBe(201);
  });

  test('account_id is the id, the number, empty or absent', async () => {
    const world = await start();
    for (const account_id of [accountIds.home, accountNumberOf('home'), '', undefined]) {
      expect((await world.signIn('ada', { account_id })).status).toBe(200);
    }
    expect((await world.signIn('ada', { account_id: accountIds.customer })).status).toBe(401);
  });

  test('the user name is taken without regard to case and blanks', async () => {
    const world = await start();
    expect((await world.signIn('ada', { username: ' ADA@Example.com ' })).status).toBe(200);
  });

  test('X-Mitel-App may be anything', async () => {
    const ada = await (await start()).as('ada');
    for (const app of [
      'app=Router/1.2;platform=linux/#1 SMP PREEMPT 6.1;session-id=abc',
      'MyApp/0.1;platform=linux/#1 SMP;session=session-id;',
      '4711',
      ';;;===',
      'é'.repeat(500),
    ]) {
      expect((await ada.get('/token', { 'x-mitel-app': app })).status).toBe(200);
    }
  });

  test('a path may end in a slash', async () => {
    const ada = await (await start()).as('ada');
    const { status, body } = await ada.get('/users/?$top=1');
    expect([status, body.count]).toEqual([200, 1]);
  });

  test('OData keys come raw and encoded, a filter in double quotes, an e-mail address encoded or not', async () => {
    const ada = await (await start()).as('ada');
    for (const query of [
      "$filter=name eq 'ben'",
      '%24filter=name%20eq%20%27ben%27',
      '$filter=name+eq+%27ben%27',
      '$filter="name eq \'ben\'"',
    ]) {
      const { body } = await ada.get(`/users?${query.replaceAll(' ', '%20')}`);
      expect(body._embedded.items.map((user: { name: string }) => user.name)).toEqual(['ben']);
    }
    for (const path of ['/users/ben@example.com', '/users/ben%40example.com', '/users/BEN@example.com']) {
      expect((await ada.get(path)).body.userId).toBe(userIds.ben);
    }
  });

  test('query parameters that nobody knows are ignored', async () => {
    const ada = await (await start()).as('ada');
    expect((await ada.get('/users?whatever=1&__proto__=2&constructor[prototype]=3&_=170')).status).toBe(200);
  });
});
