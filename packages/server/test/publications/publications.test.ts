import { beforeEach, expect, test } from 'vitest';
import { createIds } from '../../src/ids.ts';
import { silentLog } from '../../src/log.ts';
import {
  createPublications,
  lastSequence,
  type Publications,
  readPublicationsAfter,
} from '../../src/publications/index.ts';
import type { Storage } from '../../src/storage/index.ts';
import { TestClock } from '../notifications/support/test-clock.ts';
import { settle, until } from '../notifications/support/until.ts';
import { callPublication } from '../notifications/support/world.ts';
import { eachStorage } from '../support/storage.ts';

const HOUR = 3_600_000;

eachStorage('publications', (open) => {
  let storage: Storage;
  let clock: TestClock;
  let publications: Publications;
  beforeEach(async () => {
    storage = await open();
    clock = new TestClock();
    const settings = { retentionMs: HOUR, retentionIntervalMs: 60_000 };
    publications = createPublications({ storage, clock, ids: createIds(clock), log: silentLog, settings });
    return () => publications.close();
  });

  const publish = (n: number) => storage.transaction((tx) => publications.publish(tx, callPublication(n)));
  const numbers = async () =>
    (await readPublicationsAfter(storage, 0, 1_000)).map(({ content }) => JSON.parse(content).n as number);
  const readUpTo = (sequence: number) =>
    storage.transaction((tx) => tx.db.insertInto('cursors').values({ name: 'reader', sequence }).execute());

  test('are stored as they were announced', async () => {
    const { sequence, publicationId } = await publish(7);
    const { content, publisher, ...rest } = callPublication(7);
    expect(await readPublicationsAfter(storage, sequence - 1, 10)).toEqual([
      {
        sequence,
        publicationId,
        ...rest,
        content: JSON.stringify(content),
        publisherAccountId: publisher.accountId,
        publisherPrincipalId: publisher.principalId,
        createdOn: clock.now(),
      },
    ]);
    expect(publicationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('come and go with the transaction of the change', async () => {
    let told = 0;
    publications.onPublished(() => {
      told += 1;
    });
    const failing = storage.transaction(async (tx) => {
      await publications.publish(tx, callPublication(1));
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(told).toBe(0);
    await storage.transaction(async (tx) => {
      await publications.publish(tx, callPublication(2));
      await publications.publish(tx, callPublication(3));
    });
    expect(told).toBe(1);
    expect(await numbers()).toEqual([2, 3]);
  });

  test('grow in sequence in the order of commits', async () => {
    const made = await Promise.all(Array.from({ length: 200 }, (_, n) => publish(n)));
    const sequences = made.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    expect(new Set(sequences).size).toBe(200);
    expect(await numbers()).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(await storage.transaction((tx) => lastSequence(tx))).toBe(sequences.at(-1));
  });

  test('a listener that was taken away hears nothing', async () => {
    let told = 0;
    publications.onPublished(() => {
      told += 1;
    })();
    await publish(1);
    expect(told).toBe(0);
  });

  test('are deleted when they are old, every reader has passed them and no delivery waits', async () => {
    const made = [];
    for (let n = 0; n < 1_200; n += 1) made.push(publish(n));
    const sequences = (await Promise.all(made)).map(({ sequence }) => sequence);
    await readUpTo(sequences[1_099]!);
    const delivery = {
      subscriptionId: 's-1',
      subject: 'x',
      dueOn: 0,
      attempts: 0,
      lastStatus: null,
      lastError: null,
      createdOn: 0,
    };
    await storage.transaction((tx) =>
      tx.db
        .insertInto('deliveries')
        .values({ ...delivery, sequence: sequences[5]! })
        .execute(),
    );
    publications.start();
    clock.advance(60_000);
    await settle();
    expect(await numbers()).toHaveLength(1_000);
    clock.advance(HOUR);
    await publish(1_200);
    await until(async () => {
      clock.advance(60_000);
      return (await readPublicationsAfter(storage, 0, 2)).at(-1)?.sequence === sequences[1_100];
    });
    expect(await numbers()).toEqual([5, ...Array.from({ length: 101 }, (_, n) => n + 1_100)]);
  });

  test('a sequence never comes again, although the newest rows were deleted', async () => {
    const { sequence } = await publish(1);
    await readUpTo(sequence);
    publications.start();
    clock.advance(2 * HOUR);
    await until(async () => {
      clock.advance(60_000);
      return (await numbers()).length === 0;
    });
    expect(await storage.transaction((tx) => lastSequence(tx))).toBe(sequence);
    expect((await publish(2)).sequence).toBeGreaterThan(sequence);
  });
});
