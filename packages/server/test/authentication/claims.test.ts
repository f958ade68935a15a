import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { accountIds, userIds } from '../support/cast.ts';
import type { Client } from '../support/client.ts';
import { eachWorld } from '../support/world.ts';

const ISSUER = 'http://127.0.0.1:8080';

eachWorld('What tokens say', (start) => {
  const jwksOf = async (client: Client) => (await client.outside('GET', '/.well-known/jwks.json')).body;

  test('GET /token: a flat object, strings even for booleans and times, empty when absent', async () => {
    const world = await start();
    const { body } = await (await world.as('cleo')).get('/token');
    expect(body).toEqual({
      extension: '3880',
      role: 'USER',
      loginId: 'cleo@example.com',
      iss: ISSUER,
      aud: '',
      mobileVerified: 'false',
      extensionVerified: 'true',
      phoneVerified: 'false',
      emailVerified: 'true',
      principalId: userIds.cleo,
      integrationLatency: 0,
      profileHeaderUrl: '',
      photoUrl: '',
      sipAddress: `${userIds.cleo}@customer.cordboard.local`,
      exp: expect.stringMatching(/^\d{10}$/),
      iat: expect.stringMatching(/^\d{10}$/),
      email: 'cleo@example.com',
      mobile: '',
      phone: '',
      languageCode: '',
      userId: userIds.cleo,
      uniqueUserId: userIds.cleo,
      accountId: accountIds.customer,
      domain: 'customer.cordboard.local',
      name: 'cleo',
      siteId: '',
      partnerId: accountIds.home,
    });
  });

  test('the tokens: real booleans and numbers, and never more than the contract', async () => {
    const world = await start();
    const { access_token, refresh_token } = (await world.signIn('cleo')).body;
    const access = decodeJwt(access_token);
    expect(access).toMatchObject({
      principalId: userIds.cleo,
      userId: userIds.cleo,
      uniqueUserId: userIds.cleo,
      accountId: accountIds.customer,
      partnerId: accountIds.home,
      role: 'USER',
      emailVerified: true,
      mobileVerified: false,
      iss: ISSUER,
      sipAddress: `${userIds.cleo}@customer.cordboard.local`,
    });
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(3_600);
    const refresh = decodeJwt(refresh_token);
    const assumed = { type: 'user', id: userIds.cleo, assumedRole: 'USER', authProvider: 'cloudlink' };
    expect(refresh).toMatchObject({ ...assumed, accountId: accountIds.customer, iss: ISSUER });
    expect((refresh.exp ?? 0) - (refresh.iat ?? 0)).toBe(1_296_000);
  });

  test('are signed with ES256, and anybody may verify them with the published keys', async () => {
    const world = await start();
    const { access_token } = (await world.signIn('ada')).body;
    const jwks = await jwksOf(world.stranger);
    expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: 'ES256', typ: 'JWT', kid: jwks.keys[0].kid });
    const { payload } = await jwtVerify(access_token, createLocalJWKSet(jwks), {
      issuer: ISSUER,
      algorithms: ['ES256'],
    });
    expect(payload.userId).toBe(userIds.ada);
    const [head, , signature] = access_token.split('.');
    const forged = `${head}.${Buffer.from(JSON.stringify({ ...payload, role: 'PARTNER_ADMIN' })).toString('base64url')}.${signature}`;
    await expect(jwtVerify(forged, createLocalJWKSet(jwks))).rejects.toThrow(/signature/);
  });

  test('the published keys hold no private half', async () => {
    const { keys } = await jwksOf((await start()).stranger);
    expect(keys).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid: expect.any(String),
        alg: 'ES256',
        use: 'sig',
      },
    ]);
  });

  test('keys survive a restart, so that tokens do', async () => {
    const world = await start();
    const before = await jwksOf(world.stranger);
    const { access_token } = (await world.signIn('ada')).body;
    await world.close();
    const again = await start({ place: world.place });
    expect(await jwksOf(again.stranger)).toEqual(before);
    expect((await again.withToken(access_token).get('/token')).status).toBe(200);
  });

  test('a token of another server is none here', async () => {
    const [here, there] = [await start(), await start()];
    const { access_token } = (await there.signIn('ada')).body;
    expect((await here.withToken(access_token).get('/token')).status).toBe(401);
    expect((await there.withToken(access_token).get('/token')).status).toBe(200);
  });
});
