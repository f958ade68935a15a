import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/index.ts';
import { eachStorage, type TestDatabase } from './support/each-storage.ts';
import { GatedStorage } from './support/gated-storage.ts';
import { Receiver } from './support/receiver.ts';
import { settle, until } from './support/until.ts';
import { ada, admin, ben, callPublication, stranger, subscriptionTo, World } from './support/world.ts';

eachStorage('webhooks', (makeDatabase) => {
  let database: TestDatabase;
  let storage: Storage;
  let world: World;
  let receiver: Receiver;
  beforeEach(async () => {
    database = await makeDatabase();
    storage = await database.open();
    world = await World.start(storage);
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    await world.close();
    await receiver.close();
  });

  const pending = () => storage.read.selectFrom('deliveries').selectAll().orderBy('deliveryId').execute();
  const nothingPending = () => until(async () => (await pending()).length === 0, 'empty deliveries');

  test('carry the body and the headers of the contract, and both signatures', async () => {
    const { subscriptionId, secret } = await world.subscribe(receiver.url);
    const [made] = await world.publish(callPublication(1));
    await until(() => receiver.received.length === 1);
    const { headers, text, body } = receiver.received[0]!;
    const { accountId: _, ...published } = callPublication(1);
    expect(body).toEqual({
      ...published,
      publicationId: made!.publicationId,
      subscription: { subscriptionId },
      notification: { createdOn: new Date(world.clock.now()).toISOString(), correlationId: expect.any(String) },
    });
    const applicationId = '5bcb9d4a-6c1b-4f0e-9a59-2f2c0f1d6a10';
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-mitel-application-id': applicationId,
      'x-mitel-signature': createHmac('sha256', applicationId).update(text).digest('hex'),
      'x-mitel-correlation-id': (body.notification as { correlationId: string }).correlationId,
      'webhook-id': `${made!.publicationId}_${subscriptionId}`,
    });
    expect(new Webhook(secret!).verify(text, headers as Record<string, string>)).toEqual(body);
    await nothingPending();
    const attempts = await storage.read.selectFrom('attempts').selectAll().execute();
    expect(attempts).toMatchObject([
      {
        subscriptionId,
        publicationId: made!.publicationId,
        attempt: 1,
        status: 200,
        error: null,
        requestUrl: receiver.url,
      },
    ]);
  });

  test('come in order, subject by subject', async () => {
    await world.subscribe(receiver.url);
    for (let n = 0; n < 60; n += 1) await world.publish(callPublication(n, n % 2 ? '23' : '24'));
    await until(() => receiver.received.length === 60);
    const odd = Array.from({ length: 30 }, (_, n) => 2 * n + 1);
    expect(receiver.numbersOf('/2017-09-01/endpoints/2880/calls/23')).toEqual(odd);
    expect(receiver.numbersOf('/2017-09-01/endpoints/2880/calls/24')).toEqual(odd.map((n) => n - 1));
    await nothingPending();
  });

  test('bring what was committed after the subscription and nothing from before', async () => {
    await world.publish(callPublication(1));
    const both = [world.publish(callPublication(2)), world.subscribe(receiver.url), world.publish(callPublication(3))];
    await Promise.all(both);
    await world.publish(callPublication(4));
    await until(() => receiver.received.length >= 2);
    await settle();
    expect(receiver.numbers).toEqual([3, 4]);
  });

  test('bring nothing of a transaction that failed', async () => {
    await world.subscribe(receiver.url);
    const failed = world.storage.transaction(async (tx) => {
      await world.publications.publish(tx, callPublication(1));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await world.publish(callPublication(2));
    await until(() => receiver.received.length === 1);
    expect(receiver.numbers).toEqual([2]);
  });

  test('bring only what the filters and the role let through', async () => {
    const { service } = world.notifications;
    const to = (path: string, fields = {}) => subscriptionTo(`http://127.0.0.1:${receiver.port}/${path}`, fields);
    await service.create(ada, to('ada'));
    await service.create(ben, to('ben'));
    await service.create(stranger, to('stranger'));
    await service.create(ada, to('held', { publicationFilter: "$.publications[?(@.content.state == 'held')]" }));
    await service.create(ada, to('2881', { subjectFilter: '/2017-09-01/endpoints/2881/' }));
    await service.create(ada, to('post', { methodFilter: 'POST' }));
    await service.create(ada, to('exact', { methodFilter: 'PUT', subjectFilter: '^/endpoints/2880/calls/[^/]+$' }));
    await world.publish(callPublication(1));
    await until(() => receiver.received.length >= 2);
    await settle();
    expect(receiver.received.map(({ path }) => path).toSorted()).toEqual(['/ada', '/exact']);
  });

  test('are tried again after a failure, the same webhook, and later ones wait', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: receiver.received.length < 4 ? 500 : 200 });
    await world.publish(callPublication(1), callPublication(2));
    for (const [count, pause] of [
      [1, 1_000],
      [2, 2_000],
      [3, 5_000],
    ] as const) {
      await until(() => receiver.received.length === count);
      await until(async () => (await pending())[0]?.attempts === count);
      await until(() => world.clock.nextIn === pause, `a pause of ${pause} ms`);
      world.clock.advance(pause - 1);
      await settle();
      expect(receiver.received).toHaveLength(count);
      world.clock.advance(1);
    }
    await nothingPending();
    expect(receiver.numbers).toEqual([1, 1, 1, 1, 2]);
    expect(new Set(receiver.received.slice(0, 4).map(({ text }) => text)).size).toBe(1);
    expect(new Set(receiver.received.slice(0, 4).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.received[3]!.headers['webhook-timestamp']).not.toBe(
      receiver.received[0]!.headers['webhook-timestamp'],
    );
    const attempts = await storage.read.selectFrom('attempts').selectAll().orderBy('attemptId').execute();
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 500],
      [3, 500],
      [4, 200],
      [1, 200],
    ]);
  });

  test('of other subjects are not delayed by one that fails', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = ({ body }) => ({ status: body.subject.endsWith('/bad') ? 500 : 200 });
    await world.publish(callPublication(1, 'bad'), callPublication(2, 'bad'));
    for (let n = 3; n < 50; n += 1) await world.publish(callPublication(n, `good${n % 5}`));
    await until(() => receiver.received.length >= 48);
    await settle();
    expect(receiver.numbersOf('/2017-09-01/endpoints/2880/calls/bad')).toEqual([1]);
    expect(receiver.received).toHaveLength(48);
  });

  test('of other subscriptions are not delayed by a receiver that never answers', async () => {
    const slow = await Receiver.start();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    slow.reply = () => released.then(() => ({ status: 200 }));
    for (let n = 0; n < 3; n += 1) await world.subscribe(slow.url);
    await world.subscribe(receiver.url);
    for (let n = 0; n < 40; n += 1) await world.publish(callPublication(n, `${n}`));
    await until(() => receiver.received.length === 40);
    // Eight requests at most are out for each slow subscription.
    expect(slow.received.length).toBeLessThanOrEqual(24);
    release();
    await until(() => slow.received.length === 120);
    await nothingPending();
    await slow.close();
  });

  test('time out, and count as failed', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = () => new Promise(() => {});
    await world.publish(callPublication(1));
    await until(() => receiver.received.length === 1);
    world.clock.advance(15_000);
    await until(async () => (await pending())[0]?.lastError === 'timeout');
    receiver.reply = () => ({ status: 204 });
    world.clock.advance(1_000);
    await nothingPending();
    expect(receiver.numbers).toEqual([1, 1]);
  });

  test('do not follow redirects', async () => {
    const elsewhere = await Receiver.start();
    await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 302, headers: { location: elsewhere.url } });
    await world.publish(callPublication(1));
    await until(async () => (await pending())[0]?.lastStatus === 302);
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  test('wait as long as Retry-After says, for all subjects', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 429, headers: { 'retry-after': '120' } });
    await world.publish(callPublication(1, '23'));
    await until(async () => (await pending())[0]?.lastStatus === 429);
    receiver.reply = () => ({ status: 200 });
    await world.publish(callPublication(2, '24'));
    world.clock.advance(119_999);
    await settle();
    expect(receiver.numbers).toEqual([1]);
    world.clock.advance(1);
    await until(() => receiver.received.length === 3);
    expect(receiver.numbers.toSorted()).toEqual([1, 1, 2]);
    await nothingPending();
  });

  test('stop when the receiver is gone (410)', async () => {
    const { subscriptionId } = await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 410 });
    await world.publish(callPublication(1), callPublication(2));
    await nothingPending();
    await world.publish(callPublication(3));
    await settle();
    expect(receiver.numbers).toEqual([1]);
    expect(await world.notifications.service.get(admin, subscriptionId)).toMatchObject({ status: 'disabled' });
    expect(world.notifications.stats().subscriptions).toBe(0);
  });

  test('stop when nothing could be delivered for too long', async () => {
    await world.close();
    world = await World.start(storage, { disableAfterMs: 10_000, subscriptionLifetimeMs: 1e9 });
    const { subscriptionId } = await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 503 });
    await world.publish(callPublication(1));
    for (let count = 1; world.notifications.stats().subscriptions > 0; count += 1) {
      await until(
        async () => (await pending())[0]?.attempts === count || world.notifications.stats().subscriptions === 0,
      );
      await until(() => world.clock.nextIn !== undefined);
      world.clock.advance(world.clock.nextIn!);
    }
    await nothingPending();
    const row = await storage.read.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ subscriptionId, disabledCause: 'failing' });
    expect(receiver.received.length).toBeGreaterThanOrEqual(4);
  });

  test('all arrive when a receiver comes back that failed', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 500 });
    for (let n = 0; n < 20; n += 1) await world.publish(callPublication(n, `${n}`));
    await until(async () => (await pending()).filter(({ attempts }) => attempts > 0).length >= 8);
    receiver.reply = () => ({ status: 200 });
    world.clock.advance(6_000);
    await nothingPending();
    expect(new Set(receiver.numbers).size).toBe(20);
  });

  test('that are pending at a restart are delivered at once, in order', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 500 });
    for (let n = 0; n < 100; n += 1) await world.publish(callPublication(n, n < 60 ? '23' : '24'));
    await until(async () => (await pending()).filter(({ attempts }) => attempts > 0).length === 2);
    await until(async () => (await pending()).length === 100);
    await world.close();
    await storage.close();

    storage = await database.open();
    receiver.received.length = 0;
    receiver.reply = () => ({ status: 200 });
    world = await World.start(storage);
    await world.publish(callPublication(100, '23'));
    await nothingPending();
    const first = Array.from({ length: 60 }, (_, n) => n);
    expect(receiver.numbersOf('/2017-09-01/endpoints/2880/calls/23')).toEqual([...first, 100]);
    expect(receiver.numbersOf('/2017-09-01/endpoints/2880/calls/24')).toEqual(first.slice(0, 40).map((n) => n + 60));
  });

  test('that were committed while nobody matched are delivered after the start', async () => {
    await world.subscribe(receiver.url);
    await world.notifications.close();
    await world.publish(callPublication(1), callPublication(2));
    world = await World.start(storage);
    await until(() => receiver.received.length === 2);
    expect(receiver.numbers).toEqual([1, 2]);
  });

  test('of thousands of subjects to a receiver that was down arrive in order', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 500 });
    for (let round = 0; round < 3; round += 1) {
      await world.publish(...Array.from({ length: 700 }, (_, n) => callPublication(round, `${n}`)));
    }
    await until(async () => (await pending()).filter(({ attempts }) => attempts > 0).length >= 8);
    receiver.received.length = 0;
    receiver.reply = () => ({ status: 200 });
    await until(() => {
      world.clock.advance(1_000);
      return receiver.received.length >= 2_100;
    });
    await nothingPending();
    expect(receiver.received).toHaveLength(2_100);
    for (let n = 0; n < 700; n += 1) {
      expect(receiver.numbersOf(`/2017-09-01/endpoints/2880/calls/${n}`)).toEqual([0, 1, 2]);
    }
  });

  test('end when the subscription is deleted', async () => {
    const { subscriptionId } = await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 500 });
    await world.publish(callPublication(1), callPublication(2));
    await until(async () => (await pending())[0]?.attempts === 1);
    await world.notifications.service.delete(admin, subscriptionId);
    expect(await pending()).toEqual([]);
    world.clock.advance(60_000);
    await world.publish(callPublication(3));
    await settle();
    expect(receiver.received).toHaveLength(1);
  });

  test('end when the subscription has expired, pending ones too', async () => {
    await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 500 });
    await world.publish(callPublication(1));
    await until(async () => (await pending())[0]?.attempts === 1);
    world.clock.advance(86_400_000 - 1);
    const before = receiver.received.length;
    world.clock.advance(1);
    await world.publish(callPublication(2));
    world.clock.advance(60_000);
    await nothingPending();
    expect(receiver.received.slice(before).map(({ body }) => body.content.n)).not.toContain(2);
  });

  test('of a subject wait until the outcome of the one before is on disk', async () => {
    await world.close();
    const gated = new GatedStorage(storage);
    world = await World.start(gated);
    await world.subscribe(receiver.url);
    let open = () => {};
    receiver.reply = () => {
      if (receiver.received.length === 1) open = gated.holdNext();
      return { status: 200 };
    };
    await world.publish(callPublication(1), callPublication(2));
    await until(() => receiver.received.length === 1);
    await settle();
    expect(receiver.numbers).toEqual([1]);
    open();
    await until(() => receiver.received.length === 2);
    await nothingPending();
  });

  test('leave nothing behind when the subscription is deleted while they are being stored', async () => {
    await world.close();
    const gated = new GatedStorage(storage);
    world = await World.start(gated);
    const { subscriptionId } = await world.subscribe(receiver.url);
    const published = world.publish(callPublication(1));
    const open = gated.holdNext();
    await published;
    await until(() => gated.holding);
    await world.notifications.service.delete(admin, subscriptionId);
    open();
    await until(async () =>
      (await storage.read.selectFrom('cursors').selectAll().execute()).some((c) => c.sequence > 0),
    );
    await nothingPending();
    expect(receiver.received).toEqual([]);
  });

  test('that were stored for a subscription that is gone are removed at the start', async () => {
    const { subscriptionId } = await world.subscribe(receiver.url);
    receiver.reply = () => ({ status: 500 });
    await world.publish(callPublication(1));
    await until(async () => (await pending())[0]?.attempts === 1);
    await world.close();
    await storage.transaction((tx) =>
      tx.db.deleteFrom('subscriptions').where('subscriptionId', '=', subscriptionId).execute(),
    );
    world = await World.start(storage);
    expect(await pending()).toEqual([]);
  });

  test('are delivered once the database saves again', async () => {
    await world.close();
    const gated = new GatedStorage(storage);
    world = await World.start(gated);
    await world.subscribe(receiver.url);
    const published = world.publish(callPublication(1), callPublication(2));
    gated.failures = 3;
    await published;
    await until(() => {
      world.clock.advance(1_000);
      return receiver.received.length >= 2;
    });
    await nothingPending();
    expect(receiver.numbers).toEqual([1, 2]);
  });

  test('go nowhere when the name resolves to an address that is refused', async () => {
    await world.close();
    world = await World.start(storage, { allow: ['127.0.0.1/32'] });
    await world.subscribe(`http://localhost:${receiver.port}/hook`);
    await world.publish(callPublication(1));
    await until(() => receiver.received.length === 1);
    await world.close();
    world = await World.start(storage, { allow: [] });
    await world.publish(callPublication(2));
    await until(async () => (await pending())[0]?.lastError === 'target_refused');
    expect(receiver.numbers).toEqual([1]);
  });
});
