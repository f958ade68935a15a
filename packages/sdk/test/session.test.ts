import { CordboardError, operations } from '@cordboard/sdk';
import { expect, test } from 'vitest';
import { ada, signedIn } from './support/client.ts';

const tokensOf = (platform: { requests: { headers: { authorization?: string } }[] }) =>
  platform.requests.map(({ headers }) => headers.authorization);

test('signs in and sends the token and who is calling', async () => {
  const { platform, client } = await signedIn({ app: 'app=router/1;platform=linux/6;session-id=1' });
  platform.answers(() => ({ body: { userId: 'u1' } }));
  expect((await client.whoAmI()).userId).toBe('u1');
  const { headers, url } = platform.requests[0]!;
  expect(url).toBe('/2017-09-01/token');
  expect(headers.authorization).toBe('Bearer access-1');
  expect(headers['x-mitel-app']).toBe('app=router/1;platform=linux/6;session-id=1');
});

test('a wrong password is the platform error, and is not tried again', async () => {
  const { platform, client } = await signedIn();
  const refused = await client.signIn({ ...ada, password: 'wrong' }).catch((error) => error);
  expect(refused).toBeInstanceOf(CordboardError);
  expect(refused).toMatchObject({ status: 401, code: 'invalid_credentials' });
  expect(platform.grants).toEqual(['password', 'password']);
});

test('renews the token shortly before it expires', async () => {
  const { platform, clock, client } = await signedIn();
  clock.advance(3_539_000);
  await client.whoAmI();
  clock.advance(2_000);
  await client.whoAmI();
  expect(platform.grants).toEqual(['password', 'refresh_token']);
  expect(tokensOf(platform)).toEqual(['Bearer access-1', 'Bearer access-2']);
});

test('many requests that are refused together renew the token once', async () => {
  const { platform, client } = await signedIn();
  platform.good.clear();
  platform.answers(() => ({ body: { userId: 'u1' } }));
  const answers = await Promise.all(Array.from({ length: 8 }, () => client.whoAmI()));
  expect(answers).toHaveLength(8);
  expect(platform.grants).toEqual(['password', 'refresh_token']);
  expect(tokensOf(platform).filter((token) => token === 'Bearer access-2')).toHaveLength(8);
});

test('many requests with an old token renew it once before they are sent', async () => {
  const { platform, clock, client } = await signedIn();
  clock.advance(4_000_000);
  await Promise.all(Array.from({ length: 8 }, () => client.whoAmI()));
  expect(platform.grants).toEqual(['password', 'refresh_token']);
});

test('a 401 that stays is reported after one renewal', async () => {
  const { platform, client } = await signedIn();
  platform.answers(() => ({ status: 401, body: { name: 'Unauthorized', message: 'No.' } }));
  await expect(client.whoAmI()).rejects.toMatchObject({ status: 401, message: 'No.' });
  expect(platform.grants).toEqual(['password', 'refresh_token']);
  expect(platform.requests).toHaveLength(2);
});

test('signs in again when the session has ended', async () => {
  const { platform, client } = await signedIn();
  platform.good.clear();
  platform.refuseRefresh = 401;
  await client.whoAmI();
  expect(platform.grants).toEqual(['password', 'refresh_token', 'password']);
});

test('an early renewal that fails does not stop the work while the old token lasts', async () => {
  const { platform, clock, client } = await signedIn();
  platform.refuseRefresh = 503;
  clock.advance(3_550_000);
  await client.whoAmI();
  clock.advance(60_000);
  await expect(client.whoAmI()).rejects.toMatchObject({ status: 503 });
});

test('a token from elsewhere is used and never renewed', async () => {
  const { platform, clock, client } = await signedIn();
  platform.good.add('from-elsewhere');
  client.useToken('from-elsewhere');
  clock.advance(10_000_000);
  await client.whoAmI();
  platform.good.clear();
  await expect(client.whoAmI()).rejects.toMatchObject({ status: 401 });
  expect(platform.grants).toEqual(['password']);
});

test('a renewal that is late does not bring back who was signed in before', async () => {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const held: typeof fetch = async (input, init) => {
    if (String(init?.body).includes('refresh_token')) await promise;
    return await fetch(input, init);
  };
  const { platform, clock, client } = await signedIn({ fetch: held });
  clock.advance(3_550_000);
  const pending = client.whoAmI();
  platform.good.add('from-elsewhere');
  client.useToken('from-elsewhere');
  release();
  await pending;
  expect(platform.grants).toEqual(['password', 'refresh_token']);
  await client.whoAmI();
  expect(tokensOf(platform)).toEqual(['Bearer from-elsewhere', 'Bearer from-elsewhere']);
});

test('signing out tells the platform and forgets the token', async () => {
  const { platform, client } = await signedIn();
  await client.signOut();
  expect(platform.requests[0]).toMatchObject({ method: 'DELETE', url: '/2017-09-01/token' });
  await expect(client.call(operations.getToken)).rejects.toMatchObject({ status: 401 });
  expect(platform.requests[1]!.headers.authorization).toBeUndefined();
});
