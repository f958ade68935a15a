import { topics } from '@cordboard/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Subscription } from '../../src/notifications/matching/index.ts';
import { eachStorage } from '../support/storage.ts';
import { until } from './support/until.ts';
import { ada, admin, ben, callPublication, World } from './support/world.ts';

function listening(fields: Partial<Subscription> = {}): Subscription {
  const of = { subscriptionId: 's-1', topic: topics.media, subjectFilter: '/calls/' };
  return { ...of, ...admin, expiresOn: Number.POSITIVE_INFINITY, startSequence: 0, ...fields };
}

/** Keeps the numbers of what it gets, and why it ended. */
class Listener {
  readonly heard: number[] = [];
  readonly ends: string[] = [];

  receive({ content }: { content: string }): void {
    this.heard.push(JSON.parse(content).n);
  }

  end(cause: string): void {
    this.ends.push(cause);
  }
}

eachStorage('those who listen at this moment', (open) => {
  let world: World;
  beforeEach(async () => {
    world = await World.start(await open());
  });
  afterEach(() => world.close());

  /** The outbox is matched in order: when the witness has heard the last one, everybody has heard all. */
  async function publish(...numbers: number[]): Promise<void> {
    const witness = new Listener();
    const stop = world.notifications.live.listen(listening({ subscriptionId: 'witness' }), witness);
    await world.publish(...numbers.map((n) => callPublication(n)));
    await until(() => witness.heard.length === numbers.length, 'everything heard');
    stop();
  }

  test('get what matches, in order, until they stop', async () => {
    const listener = new Listener();
    const stop = world.notifications.live.listen(listening(), listener);
    await publish(1, 2, 3);
    stop();
    stop();
    await publish(4);
    expect(listener.heard).toEqual([1, 2, 3]);
    expect(world.notifications.stats()).toMatchObject({ listeners: 0, subscriptions: 0 });
  });

  test('several may listen to one subscription; each stops alone', async () => {
    const [one, two] = [new Listener(), new Listener()];
    const stop = world.notifications.live.listen(listening(), one);
    world.notifications.live.listen(listening(), two);
    await publish(1);
    stop();
    await publish(2);
    expect([one.heard, two.heard]).toEqual([[1], [1, 2]]);
  });

  test('hear what their user may read, and nothing else', async () => {
    const [hers, his] = [new Listener(), new Listener()];
    world.notifications.live.listen(listening({ ...ada, subscriptionId: 'hers' }), hers);
    world.notifications.live.listen(listening({ ...ben, subscriptionId: 'his' }), his);
    await publish(1);
    expect([hers.heard, his.heard]).toEqual([[1], []]);
  });

  test.each(['USER', undefined] as const)('end when the role of their user becomes %s', async (role) => {
    const [hers, other] = [new Listener(), new Listener()];
    world.notifications.live.listen(listening({ ...ada, subscriptionId: 'hers' }), hers);
    world.notifications.live.listen(listening(), other);
    await world.storage.transaction((tx) => world.notifications.ownerChanged(tx, ada.principalId, role));
    await publish(1);
    expect([hers.heard, hers.ends]).toEqual([[], ['rights']]);
    expect([other.heard, other.ends]).toEqual([[1], []]);
  });

  test('a transaction that fails ends nobody', async () => {
    const hers = new Listener();
    world.notifications.live.listen(listening({ ...ada, subscriptionId: 'hers' }), hers);
    const failed = world.storage.transaction(async (tx) => {
      await world.notifications.ownerChanged(tx, ada.principalId, undefined);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await publish(1);
    expect([hers.heard, hers.ends]).toEqual([[1], []]);
  });

  test('who begins while the subscription is being deleted hears nothing of what comes after', async () => {
    const { notifications } = world;
    const fields = { transport: 'websocket', subjectFilter: '/calls/' };
    const { subscriptionId } = await world.subscribe('tablet', fields);
    const late = new Listener();
    const hold = Promise.withResolvers<void>();
    const before = world.storage.transaction(() => hold.promise);
    const deleted = notifications.service.delete(admin, subscriptionId);
    expect(await notifications.listen(admin, subscriptionId, late)).toBeDefined();
    hold.resolve();
    await Promise.all([before, deleted]);
    await publish(1);
    expect(late.heard).toEqual([]);
    expect(await notifications.listen(admin, subscriptionId, late)).toBeUndefined();
  });
});
