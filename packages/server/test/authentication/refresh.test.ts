import { expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld, type World } from '../support/world.ts';

const DAY_MS = 86_400_000;

eachWorld('The refresh token', (start) => {
  const refresh = ({ stranger }: World, refresh_token: string) =>
    stranger.post('/token', { grant_type: 'refresh_token', refresh_token });
  const meWith = (world: World, token: string) => world.withToken(token).get('/token');

  test('gives new tokens of the same session', async () => {
    const world = await start();
    const first = (await world.signIn('ada')).body;
    const second = (await refresh(world, first.refresh_token)).body;
    expect(second).toMatchObject({ token_type: 'bearer', expires_in: 3_600, scope: 'read write' });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    for (const { access_token } of [first, second]) {
      expect((await meWith(world, access_token)).body.userId).toBe(userIds.ada);
    }
    await world.withToken(second.access_token).delete('/token');
    expectError(await meWith(world, first.access_token), 'unauthorized');
  });

  test('may be called `token` too, and come as a form', async () => {
    const world = await start();
    const { stranger } = world;
    const { body } = await world.signIn('ada');
    const again = await stranger.post('/token', { grant_type: 'REFRESH_TOKEN', token: body.refresh_token });
    expect(again.status).toBe(200);
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: again.body.refresh_token });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await stranger.post('/token', form.toString(), type)).status).toBe(200);
  });

  test('that comes a second time ends the session of thief and victim', async () => {
    const world = await start();
    const stolen = (await world.signIn('ada')).body;
    const other = (await world.signIn('ada')).body;
    const rotated = (await refresh(world, stolen.refresh_token)).body;
    expect((await meWith(world, rotated.access_token)).status).toBe(200);
    expectError(await refresh(world, stolen.refresh_token), 'invalid_credentials');
    expectError(await refresh(world, rotated.refresh_token), 'invalid_credentials');
    expectError(await meWith(world, rotated.access_token), 'unauthorized');
    expectError(await meWith(world, stolen.access_token), 'unauthorized');
    // Another sign-in of the same user is another session.
    expect((await meWith(world, other.access_token)).status).toBe(200);
    expect((await refresh(world, other.refresh_token)).status).toBe(200);
  });

  test('that comes twice at once is good once, and the session has ended', async () => {
    const world = await start();
    const { refresh_token } = (await world.signIn('ada')).body;
    const answers = await Promise.all([refresh(world, refresh_token), refresh(world, refresh_token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const good = answers.find(({ status }) => status === 200)!.body;
    expectError(await meWith(world, good.access_token), 'unauthorized');
  });

  test('is nothing that anybody else can make, nor an access token', async () => {
    const world = await start();
    const { access_token, refresh_token } = (await world.signIn('ada')).body;
    for (const token of ['', 'x', access_token, `${refresh_token.slice(0, -6)}AAAAAA`]) {
      expectError(await refresh(world, token), 'invalid_credentials');
    }
    expect((await refresh(world, refresh_token)).status).toBe(200);
  });

  test('lives 15 days from its own making', async () => {
    const clock = new SetClock();
    const world = await start({ clock });
    const first = (await world.signIn('ada')).body;
    clock.advance(15 * DAY_MS - 1_000);
    const second = (await refresh(world, first.refresh_token)).body;
    clock.advance(15 * DAY_MS - 1_000);
    const third = (await refresh(world, second.refresh_token)).body;
    expect((await meWith(world, third.access_token)).status).toBe(200);
    clock.advance(15 * DAY_MS);
    expectError(await refresh(world, third.refresh_token), 'invalid_credentials');
  });

  test('survives a restart of the server, and so does the end of a session', async () => {
    const world = await start();
    const [kept, ended] = [(await world.signIn('ada')).body, (await world.signIn('ada')).body];
    await world.withToken(ended.access_token).delete('/token');
    await world.close();
    const again = await start({ place: world.place });
    expect((await meWith(again, kept.access_token)).status).toBe(200);
    expect((await refresh(again, kept.refresh_token)).status).toBe(200);
    expectError(await meWith(again, ended.access_token), 'unauthorized');
    expectError(await refresh(again, ended.refresh_token), 'invalid_credentials');
  });

  test('and session leave the database some time after they expired', async () => {
    const clock = new SetClock();
    const world = await start({ clock });
    await world.signIn('ada');
    clock.advance(16 * DAY_MS);
    await world.signIn('ben');
    const { read } = world.storage;
    expect((await read.selectFrom('sessions').select('userId').execute()).map(({ userId }) => userId)).toEqual([
      userIds.ben,
    ]);
    expect(await read.selectFrom('refreshTokens').selectAll().execute()).toHaveLength(1);
  });
});
