import { afterEach, beforeEach, expect, test } from 'vitest';
import { eachStorage } from '../support/storage.ts';
import { until } from './support/until.ts';
import { ada, admin, ben, stranger, subscriptionTo, World } from './support/world.ts';

const url = 'https://example.com/hook';

eachStorage('subscriptions', (open) => {
  let world: World;
  beforeEach(async () => {
    world = await World.start(await open(), { allow: [] });
  });
  afterEach(() => world.close());

  test('are created as the contract shows them, with the secret this once', async () => {
    const { service } = world.notifications;
    const filters = { methodFilter: 'PUT', publicationFilter: "$.publications[?(@.content.state == 'ringing')]" };
    const created = await service.create(admin, subscriptionTo(url, filters));
    expect(created).toEqual({
      ...subscriptionTo(url, filters),
      subscriptionId: expect.stringMatching(/^[0-9a-f]{32}$/),
      accountId: 'a-1',
      principalId: 'u-admin',
      createdOn: new Date(world.clock.now()).toISOString(),
      expiryDateTime: new Date(world.clock.now() + 86_400_000).toISOString(),
      status: 'active',
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      _links: { self: `/2017-09-01/subscriptions/${created.subscriptionId}` },
    });
    const { secret: _, ...shown } = created;
    expect(await service.get(admin, created.subscriptionId)).toEqual(shown);
    expect(await service.list(admin)).toEqual({ items: [shown], more: false });
  });

  test('leave out what was not asked for', async () => {
    const created = await world.notifications.service.create(admin, subscriptionTo(url));
    expect(created).not.toHaveProperty('methodFilter');
    expect(created).not.toHaveProperty('publicationFilter');
  });

  test('are seen by their owner and the administrators of the account, by nobody else', async () => {
    const { service } = world.notifications;
    const { subscriptionId } = await service.create(ada, subscriptionTo(url));
    const other = await service.create(ben, subscriptionTo(url));
    const seen = async (caller: Parameters<typeof service.list>[0]) =>
      (await service.list(caller)).items.map((item) => item.subscriptionId);
    expect(await seen(ada)).toEqual([subscriptionId]);
    expect((await seen(admin)).toSorted()).toEqual([subscriptionId, other.subscriptionId].toSorted());
    expect(await seen(stranger)).toEqual([]);
    for (const caller of [ben, stranger]) {
      await expect(service.get(caller, subscriptionId)).rejects.toMatchObject({ code: 'unknown_subscription' });
      await expect(service.delete(caller, subscriptionId)).rejects.toMatchObject({ code: 'unknown_subscription' });
    }
    expect(await service.delete(admin, subscriptionId)).toMatchObject({ subscriptionId });
    await expect(service.get(ada, subscriptionId)).rejects.toMatchObject({ code: 'unknown_subscription' });
    expect(await seen(ada)).toEqual([]);
  });

  test('are listed in pages', async () => {
    const { service } = world.notifications;
    const ids = [];
    for (let n = 0; n < 5; n += 1) {
      ids.push((await service.create(ada, subscriptionTo(url))).subscriptionId);
      world.clock.advance(1);
    }
    const first = await service.list(ada, { top: 2 });
    expect(first).toMatchObject({ more: true, items: ids.slice(0, 2).map((subscriptionId) => ({ subscriptionId })) });
    const last = await service.list(ada, { skip: 4, top: 2 });
    expect(last).toMatchObject({ more: false, items: [{ subscriptionId: ids[4] }] });
  });

  test('the same subscription twice makes two', async () => {
    const first = await world.subscribe(url);
    const second = await world.subscribe(url);
    expect(first.subscriptionId).not.toBe(second.subscriptionId);
  });

  test('are gone once they have expired, and their rows soon after', async () => {
    const { subscriptionId } = await world.subscribe(url);
    world.clock.advance(86_400_000);
    await expect(world.notifications.service.get(admin, subscriptionId)).rejects.toMatchObject({
      code: 'unknown_subscription',
    });
    await until(async () => {
      world.clock.advance(30_000);
      return (await world.storage.read.selectFrom('subscriptions').selectAll().execute()).length === 0;
    });
    expect(world.notifications.stats().subscriptions).toBe(0);
  });

  test.each([
    ['transport', { transport: 'pigeon' }, 'transport_not_supported', /unknown transport pigeon/],
    ['topic', { topic: 'platform-api-weather' as never }, 'invalid_request', /platform-api-media/],
    ['applicationId', { applicationId: '' }, 'invalid_request', /applicationId/],
    ['applicationId', { applicationId: 'a\r\nx-evil: 1' }, 'invalid_request', /applicationId/],
    ['deviceId', { deviceId: 'not a url' }, 'invalid_request', /http or https/],
    ['deviceId', { deviceId: 'ftp://example.com/' }, 'invalid_request', /http or https/],
    ['deviceId', { deviceId: 'https://user:pw@example.com/' }, 'invalid_request', /user name/],
    ['deviceId', { deviceId: `https://example.com/${'x'.repeat(2_048)}` }, 'invalid_request', /URL/],
    ['subjectFilter', { subjectFilter: '(' }, 'invalid_subject_filter', /position/],
    ['subjectFilter', { subjectFilter: 'x'.repeat(1_025) }, 'invalid_subject_filter', /1024/],
    ['methodFilter', { methodFilter: 'FLY' }, 'invalid_request', /unknown method 'FLY'/],
    [
      'publicationFilter',
      { publicationFilter: '$.publications[?(@.a = 1)]' },
      'invalid_publication_filter',
      /position 21/,
    ],
    ['publicationFilter', { publicationFilter: 'state' }, 'invalid_publication_filter', /begins with \$/],
    ['deviceId', { deviceId: 'http://127.0.0.1:8080/' }, 'target_refused', /not public/],
    ['deviceId', { deviceId: 'http://169.254.169.254/latest/meta-data' }, 'target_refused', /not public/],
  ])('a bad %s is refused: row %#', async (param, fields, code, message) => {
    const refused = world.subscribe(url, fields);
    await expect(refused).rejects.toMatchObject({ name: 'NotificationError', code, param });
    await expect(refused).rejects.toThrow(message);
    expect(world.notifications.stats().subscriptions).toBe(0);
  });
});
