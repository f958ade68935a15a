import { expect, test } from 'vitest';
import { accountIds, accountNumberOf, emailOf, PASSWORD, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld, type World } from '../support/world.ts';

const credentials = { response_type: 'code', username: emailOf('ada'), password: PASSWORD };

eachWorld('The authorization code', (start) => {
  const codeOf = async ({ stranger }: World, fields: object = {}): Promise<string> =>
    (await stranger.post('/authorize', { ...credentials, ...fields })).body.code;
  const redeem = ({ stranger }: World, code: string, fields: object = {}) =>
    stranger.post('/token', { grant_type: 'authorization_code', code, ...fields });

  test('comes with 201 and the state that was sent', async () => {
    const { stranger } = await start();
    const answer = await stranger.post('/authorize', { ...credentials, client_id: 'c', state: 'x y&z' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ code: expect.stringMatching(/^[\w-]{32}$/), state: 'x y&z' });
    expect(Object.keys((await stranger.post('/authorize', credentials)).body)).toEqual(['code']);
  });

  test('needs good credentials', async () => {
    const { stranger } = await start();
    for (const [fields, status] of [
      [{ password: 'wrong' }, 401],
      [{ username: 'nobody@example.com' }, 401],
      [{ account_id: accountIds.other }, 401],
      [{ account_id: accountIds.home }, 201],
      [{ account_id: accountNumberOf('home') }, 201],
    ] as const) {
      expect((await stranger.post('/authorize', { ...credentials, ...fields })).status).toBe(status);
    }
    expectError(
      await stranger.post('/authorize', { ...credentials, response_type: 'token' }),
      'invalid_request',
      'response_type',
    );
    expectError(await stranger.post('/authorize', { username: emailOf('ada') }), 'invalid_request', 'password');
  });

  test('is good for tokens, once', async () => {
    const world = await start();
    const code = await codeOf(world, { client_id: 'my-app' });
    const { status, body } = await redeem(world, code, { client_id: 'my-app' });
    expect(status).toBe(200);
    expect((await world.withToken(body.access_token).get('/token')).body.userId).toBe(userIds.ada);
    expectError(await redeem(world, code, { client_id: 'my-app' }), 'invalid_credentials');
  });

  test('that two redeem together is good for one of them', async () => {
    const world = await start();
    const code = await codeOf(world);
    const statuses = (await Promise.all([1, 2, 3].map(() => redeem(world, code)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 401, 401]);
  });

  test('is for its client, and gone after a wrong one', async () => {
    const world = await start();
    const code = await codeOf(world, { client_id: 'my-app' });
    expectError(await redeem(world, code, { client_id: 'other-app' }), 'invalid_credentials');
    expectError(await redeem(world, code, { client_id: 'my-app' }), 'invalid_credentials');
    expectError(await redeem(world, await codeOf(world, { client_id: 'my-app' })), 'invalid_credentials');
    expectError(await redeem(world, 'made-up'), 'invalid_credentials');
  });

  test('is for its redirect_uri, when both requests name one', async () => {
    const world = await start();
    const redirect_uri = 'https://app.example.com/back';
    const withUri = () => codeOf(world, { redirect_uri });
    expect((await redeem(world, await withUri(), { redirect_uri })).status).toBe(200);
    // The contract's own clients send it the first time only.
    expect((await redeem(world, await withUri())).status).toBe(200);
    const elsewhere = { redirect_uri: 'https://evil.example.com/back' };
    expectError(await redeem(world, await withUri(), elsewhere), 'invalid_credentials');
  });

  test('is good for five minutes', async () => {
    const clock = new SetClock();
    const world = await start({ clock });
    const [first, second] = [await codeOf(world), await codeOf(world)];
    clock.advance(5 * 60_000 - 1);
    expect((await redeem(world, first)).status).toBe(200);
    clock.advance(1);
    expectError(await redeem(world, second), 'invalid_credentials');
  });
});
