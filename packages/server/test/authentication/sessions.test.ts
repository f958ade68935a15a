import { expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld } from '../support/world.ts';

eachWorld('A session', (start) => {
  test('ends at once with DELETE /token', async () => {
    const world = await start();
    const { access_token, refresh_token } = (await world.signIn('ada')).body;
    const [ada, elsewhere] = [world.withToken(access_token), await world.as('ada')];
    expect((await ada.get('/token')).status).toBe(200);
    const answer = await ada.delete('/token');
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expectError(await ada.get('/token'), 'unauthorized');
    expectError(await ada.delete('/token'), 'unauthorized');
    expectError(
      await world.stranger.post('/token', { grant_type: 'refresh_token', refresh_token }),
      'invalid_credentials',
    );
    expect((await elsewhere.get('/token')).status).toBe(200);
  });

  test('ends also while requests with its token are at work', async () => {
    const world = await start();
    for (let round = 0; round < 20; round += 1) {
      const ada = await world.as('ada');
      const during = Promise.all(Array.from({ length: 5 }, () => ada.get('/token')));
      const end = ada.delete('/token');
      const late = Promise.all(Array.from({ length: 20 }, () => ada.get('/token')));
      await end;
      expectError(await ada.get('/token'), 'unauthorized');
      await Promise.all([during, late]);
      expectError(await ada.get('/token'), 'unauthorized');
    }
  });

  test('gives access for an hour with one access token', async () => {
    const clock = new SetClock();
    const ada = await (await start({ clock })).as('ada');
    const { exp, iat } = (await ada.get('/token')).body;
    expect(Number(exp) - Number(iat)).toBe(3_600);
    clock.advance(Number(exp) * 1_000 - clock.now() - 1);
    expect((await ada.get('/token')).status).toBe(200);
    clock.advance(1);
    expectError(await ada.get('/token'), 'unauthorized');
  });

  test('has the role of its user as it is now', async () => {
    const world = await start();
    const [pat, admin] = [await world.as('pat'), await world.as('admin')];
    const body = { email: 'zoe@example.com' };
    await pat.put(`/users/${userIds.admin}`, { role: 'USER' });
    expectError(await admin.post('/users', body), 'forbidden');
    expect((await admin.get('/token')).body.role).toBe('USER');
    await pat.put(`/users/${userIds.admin}`, { role: 'ACCOUNT_ADMIN' });
    expect((await admin.post('/users', body)).status).toBe(201);
  });

  test('ends when its user is deleted', async () => {
    const world = await start();
    const { access_token, refresh_token } = (await world.signIn('ada')).body;
    const ada = world.withToken(access_token);
    expect((await ada.get('/token')).status).toBe(200);
    await (await world.as('admin')).delete(`/users/${userIds.ada}`);
    expectError(await ada.get('/token'), 'unauthorized');
    expectError(
      await world.stranger.post('/token', { grant_type: 'refresh_token', refresh_token }),
      'invalid_credentials',
    );
    expectError(await world.signIn('ada'), 'invalid_credentials');
  });
});
