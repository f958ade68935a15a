import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Storage } from '../../src/storage/index.ts';
import { emailOf, PASSWORD } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, homeUsers, type World } from '../support/world.ts';

/** Everything secret that one sign-in of each kind brings about. */
async function useSecrets(world: World): Promise<string[]> {
  const { access_token, refresh_token } = (await world.signIn('ada')).body;
  const credentials = { username: emailOf('ben'), password: PASSWORD };
  const { code } = (await world.stranger.post('/authorize', credentials)).body;
  const ada = world.withToken(access_token);
  const sip = (await ada.post('/endpoints/2880/credentials', undefined, { 'idempotency-key': 'sip' })).body.password;
  return [PASSWORD, access_token, refresh_token, code, sip];
}

const tables = [
  'sessions',
  'refreshTokens',
  'authorizationCodes',
  'users',
  'endpoints',
  'publications',
  'idempotencyKeys',
] as const;

async function contentOf({ read }: Storage): Promise<string> {
  const rows = await Promise.all(tables.map((table) => read.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows);
}

eachWorld('Secrets', (start) => {
  test('passwords are kept with Argon2id as OWASP asks: 19 MiB, two passes, one lane', async () => {
    const world = await start({ people: false });
    const passwordHash = await world.context.authentication.passwords.hash(PASSWORD);
    await world.context.admin.accounts.createFirst({ email: 'first@example.com', passwordHash });
    await world.context.admin.accounts.createFirst({
      email: 'second@example.com',
      passwordHash: await world.context.authentication.passwords.hash(PASSWORD),
    });
    const rows = await world.storage.read.selectFrom('users').select('passwordHash').execute();
    for (const row of rows) {
      expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    }
    // A salt each.
    expect(new Set(rows.map((row) => row.passwordHash)).size).toBe(2);
    expect((await world.signIn('ada', { username: 'first@example.com' })).status).toBe(200);
  });

  test('a password is the same however its letters are composed', async () => {
    const world = await start({ people: false });
    const { passwords } = world.context.authentication;
    const stored = await passwords.hash('Zürich-straße');
    expect(await passwords.verify('Zürich-straße'.normalize('NFD'), stored)).toBe(true);
    expect(await passwords.verify('Zurich-strasse', stored)).toBe(false);
  });

  test('none is in the database', async () => {
    const world = await start();
    const secrets = await useSecrets(world);
    const content = await contentOf(world.storage);
    expect(content).toContain(emailOf('ada'));
    for (const secret of secrets) expect(content).not.toContain(secret);
    const [, , refreshToken] = secrets;
    const claims = JSON.parse(Buffer.from(refreshToken!.split('.')[1]!, 'base64url').toString());
    expect(content).not.toContain(claims.jti);
  });

  test('none is in the log, not even when the database fails under them', async () => {
    let written = '';
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written += chunk;
        done();
      },
    });
    const world = await start({ log: createLog('debug', stream) });
    const secrets = await useSecrets(world);
    const [, access_token, refresh_token, code] = secrets;
    const admin = await world.as('admin');
    await admin.post(homeUsers, { email: emailOf('ada'), password: PASSWORD });
    await admin.get(`/users?access_token=${access_token}`);
    await admin.get(`/users/${access_token}`);
    await world.storage.close();
    for (const body of [
      { grant_type: 'password', username: emailOf('ada'), password: PASSWORD },
      { grant_type: 'refresh_token', refresh_token },
      { grant_type: 'authorization_code', code },
    ]) {
      expect((await world.stranger.post('/token', body)).status).toBeGreaterThanOrEqual(500);
    }
    expect((await admin.post(homeUsers, { email: 'x@example.com', password: PASSWORD })).status).toBeGreaterThanOrEqual(
      500,
    );
    expect(written).toContain('A request failed');
    for (const secret of secrets) expect(written).not.toContain(secret);
    expect(written).not.toContain(emailOf('ada'));
  });

  test('an answer never holds a hash', async () => {
    const world = await start();
    await useSecrets(world);
    const admin = await world.as('admin');
    for (const path of ['/users', '/users/ada@example.com', '/token']) {
      const text = JSON.stringify((await admin.get(path)).body);
      expect(text).not.toMatch(/argon2|passwordHash|sipPassword|ha1/i);
    }
    expectError(await admin.get("/users?$filter=contains(passwordHash,'a')"), 'invalid_filter', '$filter');
  });
});
