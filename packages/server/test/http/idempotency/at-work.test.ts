import { operations } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { expectError } from '../../support/expect-error.ts';
import { SetClock } from '../../support/set-clock.ts';
import { smallApp } from '../../support/small-app.ts';
import { eachStorage } from '../../support/storage.ts';
import { eachWorld, homeUsers } from '../../support/world.ts';

const key = { 'idempotency-key': 'once' };
const call = { callId: '7', _links: { self: '/2017-09-01/endpoints/2880/calls/7' } };
const body = { to: '2881' };
const path = '/endpoints/2880/calls';

eachStorage('Idempotency-Key of a request at work', (open) => {
  test('a second one is told to wait, then gets the answer of the first with its status', async () => {
    const storage = await open();
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    let runs = 0;
    const app = await smallApp(
      operations.createEndpointCall,
      async () => {
        runs += 1;
        begin();
        await done;
        return { body: call };
      },
      { storage },
    );
    const first = app.post(path, body, key);
    await begun;
    expectError(await app.post(path, body, key), 'idempotency_in_progress');
    expectError(await app.post(path, { to: '2882' }, key), 'idempotency_conflict');
    finish();
    expect(await first).toMatchObject({ status: 200, body: call });
    expect(await app.post(path, body, key)).toMatchObject({ status: 200, body: call });
    expect(runs).toBe(1);
    await app.close();
  });

  test('a request whose process died may be sent again after five minutes', async () => {
    const storage = await open();
    const clock = new SetClock();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const dead = await smallApp(
      operations.createEndpointCall,
      () => {
        begin();
        return new Promise(() => {});
      },
      { storage, clock },
    );
    void dead.post(path, body, key);
    await begun;
    const app = await smallApp(operations.createEndpointCall, async () => ({ body: call }), { storage, clock });
    clock.advance(5 * 60_000 - 1);
    expectError(await app.post(path, body, key), 'idempotency_in_progress');
    clock.advance(1);
    expect(await app.post(path, body, key)).toMatchObject({ status: 200, body: call });
    // From now on it is kept as long as any.
    clock.advance(60 * 60_000);
    expect((await app.post(path, body, key)).headers['idempotency-replayed']).toBe('true');
    await app.close();
  });
});

eachWorld('Idempotency-Key', (start) => {
  test('of requests that come together, one is done', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const together = await Promise.all(
      [1, 2, 3, 4].map(() => admin.post(homeUsers, { email: 'zoe@example.com' }, key)),
    );
    const [done, ...others] = together.toSorted((a, b) => a.status - b.status);
    expect(done?.status).toBe(201);
    for (const other of others) {
      // Whoever came after the first was done gets its answer.
      if (other.status === 201) expect(other.body).toEqual(done?.body);
      else expectError(other, 'idempotency_in_progress');
    }
    expect((await admin.get('/users?$search=zoe')).body.count).toBe(1);
  });

  test('a secret that is shown once is not kept', async () => {
    const world = await start();
    const ada = await world.as('ada');
    const first = await ada.post('/endpoints/2880/credentials', undefined, key);
    const second = await ada.post('/endpoints/2880/credentials', undefined, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.password).not.toBe(first.body.password);
    expect(await world.storage.read.selectFrom('idempotencyKeys').selectAll().execute()).toEqual([]);
  });
});
