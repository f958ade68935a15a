import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { secretsAt } from '../support/secrets.ts';
import { eachWorld, homeUsers, type World } from '../support/world.ts';

const path = '/endpoints/2880/credentials';

function digest(algorithm: string, ...parts: string[]): string {
  return createHash(algorithm).update(parts.join(':')).digest('hex');
}

eachWorld('The telephone line of a user', (start) => {
  const lineOf = async ({ storage, place }: World, endpointId: string) => {
    const query = storage.read.selectFrom('endpoints').selectAll().where('endpointId', '=', endpointId);
    const row = await query.executeTakeFirst();
    return row && secretsAt(place).open('endpoints', row);
  };

  test('gets credentials that are shown once, and kept as digests only', async () => {
    const world = await start();
    const ada = await world.as('ada');
    expect(await lineOf(world, '2880')).toMatchObject({ ha1Md5: null, ha1Sha256: null });
    const { status, body } = await ada.post(path);
    expect(status).toBe(201);
    expect(body).toEqual({
      username: '2880',
      password: expect.stringMatching(/^[\w-]{24}$/),
      realm: 'cordboard',
      registrar: expect.stringMatching(/^sip:127\.0\.0\.1:\d+$/),
    });
    expect(body.registrar).not.toMatch(/:0$/);
    // RFC 7616 section 3.4.2.
    const parts = ['2880', 'cordboard', body.password] as const;
    expect(await lineOf(world, '2880')).toMatchObject({
      ha1Md5: digest('md5', ...parts),
      ha1Sha256: digest('sha256', ...parts),
    });
    for (const one of ['/users/ada@example.com', '/endpoints/2880']) {
      expect(JSON.stringify((await ada.get(one)).body)).not.toContain(body.password);
    }
  });

  test('gets new ones in place of the former', async () => {
    const world = await start();
    const ada = await world.as('ada');
    const [first, second] = [await ada.post(path), await ada.post(path)];
    expect(second.body.password).not.toBe(first.body.password);
    const sha = digest('sha256', '2880', 'cordboard', second.body.password);
    expect(await lineOf(world, '2880')).toMatchObject({ ha1Sha256: sha });
  });

  test('that does not exist has none', async () => {
    const world = await start();
    for (const person of ['ada', 'admin', 'pat'] as const) {
      expectError(await (await world.as(person)).post('/endpoints/2999/credentials'), 'unknown_endpoint', 'endpointId');
    }
  });

  test('comes with an extension and bears the name of the user', async () => {
    const admin = await (await start()).as('admin');
    expectError(await admin.get('/endpoints/2900'), 'unknown_endpoint');
    const { body: zoe } = await admin.post(homeUsers, { email: 'zoe@example.com', name: 'Zoe' });
    await admin.put(`/users/${zoe.userId}`, { extension: '2900' });
    expect((await admin.get('/endpoints/2900')).body).toMatchObject({ endpointId: '2900', name: 'Zoe' });
    await admin.put(`/users/${zoe.userId}`, { name: 'Zoë' });
    expect((await admin.get('/endpoints/2900')).body.name).toBe('Zoë');
  });

  test('is another with another extension: the former is gone with its credentials', async () => {
    const world = await start();
    const admin = await world.as('admin');
    await admin.post(path);
    expect((await admin.put(`/users/${userIds.ada}`, { extension: '2900' })).body.extension).toBe('2900');
    expectError(await admin.get('/endpoints/2880'), 'unknown_endpoint');
    expect(await lineOf(world, '2880')).toBeUndefined();
    expect(await lineOf(world, '2900')).toMatchObject({ userId: userIds.ada, ha1Md5: null });
    const { body } = await admin.put(`/users/${userIds.ada}`, { extension: null });
    expect(body).toMatchObject({ extensionVerified: false });
    expect(body).not.toHaveProperty('extension');
    expectError(await admin.get('/endpoints/2900'), 'unknown_endpoint');
  });

  test('goes with the user', async () => {
    const world = await start();
    const admin = await world.as('admin');
    await admin.delete(`/users/${userIds.ada}`);
    expectError(await admin.get('/endpoints/2880'), 'unknown_endpoint');
    expectError(await admin.post(path), 'unknown_endpoint');
    expect(await lineOf(world, '2880')).toBeUndefined();
  });

  test('is there after a restart, with its credentials', async () => {
    const world = await start();
    await (await world.as('ada')).post(path);
    const before = await lineOf(world, '2880');
    await world.close();
    const again = await start({ place: world.place });
    expect((await (await again.as('ada')).get('/endpoints/2880')).status).toBe(200);
    expect(await lineOf(again, '2880')).toEqual(before);
  });
});
