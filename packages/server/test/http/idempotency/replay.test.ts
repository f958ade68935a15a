import { expect, test } from 'vitest';
import { emailOf, userIds } from '../../support/cast.ts';
import type { Answer } from '../../support/client.ts';
import { expectError } from '../../support/expect-error.ts';
import { SetClock } from '../../support/set-clock.ts';
import { eachWorld, homeUsers } from '../../support/world.ts';

const HOUR_MS = 3_600_000;
const zoe = { email: 'zoe@example.com', name: 'Zoe' };
const key = { 'idempotency-key': 'make-zoe' };

eachWorld('Idempotency-Key', (start) => {
  const replayed = ({ headers }: Answer) => headers['idempotency-replayed'];

  test('the same request again gets the same answer, and is not done again', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const first = await admin.post(homeUsers, zoe, key);
    const second = await admin.post(homeUsers, zoe, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([replayed(first), replayed(second)]).toEqual([undefined, 'true']);
    expect((await admin.get('/users?$search=zoe')).body.count).toBe(1);
    expect(await world.storage.read.selectFrom('publications').selectAll().execute()).toHaveLength(1);
  });

  test('another body or path with the same key is refused', async () => {
    const admin = await (await start()).as('admin');
    await admin.post(homeUsers, zoe, key);
    expectError(await admin.post(homeUsers, { ...zoe, name: 'Zoë' }, key), 'idempotency_conflict', 'Idempotency-Key');
    expectError(await admin.post(`${homeUsers}?x=1`, zoe, key), 'idempotency_conflict', 'Idempotency-Key');
    expect((await admin.get('/users?$search=zo')).body.count).toBe(1);
  });

  test('keys belong to their caller', async () => {
    const world = await start();
    const [admin, pat] = [await world.as('admin'), await world.as('pat')];
    expect((await admin.post(homeUsers, zoe, key)).status).toBe(201);
    const other = await pat.post(homeUsers, { email: 'max@example.com' }, key);
    expect([other.status, other.body.email, replayed(other)]).toEqual([201, 'max@example.com', undefined]);
    // Another operation of the same caller too.
    expect((await admin.post('/users', { email: 'eve@example.com' }, key)).status).toBe(201);
  });

  test('a failure is not kept: the same request may succeed later', async () => {
    const admin = await (await start()).as('admin');
    const body = { email: emailOf('ben') };
    expectError(await admin.post(homeUsers, body, key), 'email_in_use', 'email');
    expectError(await admin.post(homeUsers, body, key), 'email_in_use', 'email');
    await admin.delete(`/users/${userIds.ben}`);
    const answer = await admin.post(homeUsers, body, key);
    expect([answer.status, replayed(answer)]).toEqual([201, undefined]);
    // What is no good request at all does not take the key.
    expectError(await admin.post(homeUsers, {}, { 'idempotency-key': 'other' }), 'invalid_request');
    expect((await admin.post(homeUsers, zoe, { 'idempotency-key': 'other' })).status).toBe(201);
  });

  test('an answer is kept for 24 hours', async () => {
    const clock = new SetClock();
    const world = await start({ clock });
    const { body } = await (await world.as('admin')).post(homeUsers, zoe, key);
    clock.advance(24 * HOUR_MS - 1);
    const kept = await (await world.as('admin')).post(homeUsers, zoe, key);
    expect([kept.status, kept.body.userId]).toEqual([201, body.userId]);
    clock.advance(1);
    // Done again, and so refused for the address.
    expectError(await (await world.as('admin')).post(homeUsers, zoe, key), 'email_in_use');
  });

  test('an answer survives a restart of the server', async () => {
    const world = await start();
    const first = await (await world.as('admin')).post(homeUsers, zoe, key);
    await world.close();
    const again = await start({ place: world.place });
    const second = await (await again.as('admin')).post(homeUsers, zoe, key);
    expect([second.status, replayed(second)]).toEqual([201, 'true']);
    expect(second.body).toEqual(first.body);
  });

  test('a key that is none is refused', async () => {
    const admin = await (await start()).as('admin');
    for (const wrong of ['', 'a b', 'x'.repeat(256), 'é']) {
      expectError(await admin.post(homeUsers, zoe, { 'idempotency-key': wrong }), 'invalid_request', 'Idempotency-Key');
    }
  });

  test('means nothing to PUT, which may be repeated as it is', async () => {
    const ada = await (await start()).as('ada');
    await ada.put(`/users/${userIds.ada}`, { name: 'A' }, key);
    const answer = await ada.put(`/users/${userIds.ada}`, { name: 'B' }, key);
    expect([answer.status, answer.body.name, replayed(answer)]).toEqual([200, 'B', undefined]);
  });
});
