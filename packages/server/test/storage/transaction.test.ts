import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { isUniqueViolation, StorageError } from '../../src/storage/index.ts';
import { addCursor, cursorNames } from '../support/cursors.ts';
import { eachStorage } from '../support/storage.ts';

eachStorage('A transaction', (open) => {
  test('resolves with its result when its rows can be read', async () => {
    const storage = await open();
    const result = await storage.transaction(async (tx) => {
      await addCursor(tx, 'a', 7);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await storage.read.selectFrom('cursors').selectAll().execute()).toEqual([{ name: 'a', sequence: 7 }]);
  });

  test('gives whole numbers back as numbers', async () => {
    const storage = await open();
    await storage.transaction((tx) => addCursor(tx, 'a', 1_793_000_000_123));
    const row = await storage.read.selectFrom('cursors').select('sequence').executeTakeFirstOrThrow();
    expect(row.sequence).toBe(1_793_000_000_123);
    const counted = await storage.read
      .selectFrom('cursors')
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    expect(counted.count).toBe(1);
  });

  test('reports how many rows it changed', async () => {
    const storage = await open();
    const changed = await storage.transaction(async (tx) => {
      await addCursor(tx, 'a');
      await addCursor(tx, 'b');
      return (await tx.db.updateTable('cursors').set({ sequence: 2 }).executeTakeFirst()).numUpdatedRows;
    });
    expect(changed).toBe(2n);
  });

  test('is invisible to readers until the commit', async () => {
    const storage = await open();
    let seen: string[] | undefined;
    await storage.transaction(async (tx) => {
      await addCursor(tx, 'a');
      seen = await cursorNames(storage);
    });
    expect(seen).toEqual([]);
    expect(await cursorNames(storage)).toEqual(['a']);
  });

  test('shares its commit with the others of the same turn', async () => {
    const storage = await open();
    const seen: string[][] = [];
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(
      names.map((name) =>
        storage.transaction(async (tx) => {
          await addCursor(tx, name);
          seen.push(await cursorNames(storage));
        }),
      ),
    );
    expect(seen).toEqual([[], [], [], []]);
    expect(await cursorNames(storage)).toEqual(names);
  });

  test('of a later turn has a commit of its own', async () => {
    const storage = await open();
    await storage.transaction((tx) => addCursor(tx, 'a'));
    let seen: string[] = [];
    await storage.transaction(async (tx) => {
      await addCursor(tx, 'b');
      seen = await cursorNames(storage);
    });
    expect(seen).toEqual(['a']);
  });

  test('sees what the units before it did', async () => {
    const storage = await open();
    const [, names] = await Promise.all([
      storage.transaction((tx) => addCursor(tx, 'a')),
      storage.transaction(async ({ db }) => await db.selectFrom('cursors').select('name').execute()),
    ]);
    expect(names).toEqual([{ name: 'a' }]);
  });

  test('that throws undoes only its own changes', async () => {
    const storage = await open();
    const results = await Promise.allSettled([
      storage.transaction((tx) => addCursor(tx, 'a')),
      storage.transaction(async (tx) => {
        await addCursor(tx, 'b');
        throw new RangeError('no');
      }),
      storage.transaction((tx) => addCursor(tx, 'c')),
      storage.transaction((tx) => addCursor(tx, 'a')),
      storage.transaction((tx) => addCursor(tx, 'd')),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(RangeError);
    expect(isUniqueViolation((results[3] as PromiseRejectedResult).reason)).toBe(true);
    expect(await cursorNames(storage)).toEqual(['a', 'c', 'd']);
  });

  test('alone in its commit fails with its own error too', async () => {
    const storage = await open();
    const failure = new RangeError('no');
    const failed = storage.transaction(async (tx) => {
      await addCursor(tx, 'a');
      throw failure;
    });
    await expect(failed).rejects.toBe(failure);
    expect(await cursorNames(storage)).toEqual([]);
    await storage.transaction((tx) => addCursor(tx, 'b'));
    expect(await cursorNames(storage)).toEqual(['b']);
  });

  test('that breaks a unique value says so, and other failures do not', async () => {
    const storage = await open();
    await storage.transaction((tx) => addCursor(tx, 'a'));
    const twice = storage.transaction((tx) => addCursor(tx, 'a'));
    await expect(twice).rejects.toSatisfy(isUniqueViolation);
    const missing = storage.transaction((tx) => addCursor(tx, null as never));
    await expect(missing).rejects.not.toSatisfy(isUniqueViolation);
    const orphan = storage.transaction(async ({ db }) => {
      await db
        .insertInto('refreshTokens')
        .values({ tokenHash: 'x', sessionId: 'y', expiresOn: 0, usedOn: null })
        .execute();
    });
    await expect(orphan).rejects.not.toSatisfy(isUniqueViolation);
    await expect(orphan).rejects.not.toBeInstanceOf(StorageError);
  });

  test('runs what follows the commit, in order, and nothing for a unit that failed', async () => {
    const storage = await open();
    const order: string[] = [];
    const visible: Promise<string[]>[] = [];
    const unit = (name: string, fails = false) =>
      storage.transaction(async (tx) => {
        await addCursor(tx, name);
        tx.afterCommit(() => order.push(`${name}1`));
        tx.afterCommit(() => {
          order.push(`${name}2`);
          throw new Error('a follower must not throw, but may not harm the others');
        });
        tx.afterCommit(() => visible.push(cursorNames(storage)));
        if (fails) throw new Error('no');
      });
    await Promise.allSettled([unit('a'), unit('b', true), unit('c')]);
    expect(order).toEqual(['a1', 'a2', 'c1', 'c2']);
    expect(await Promise.all(visible)).toEqual([
      ['a', 'c'],
      ['a', 'c'],
    ]);
  });

  test('of a batch whose commit fails rejects with StorageError, and nothing was saved', async () => {
    const storage = await open();
    await storage.transaction(async ({ db }) => {
      await sql`create table pairs (id text primary key, other text references pairs (id) deferrable initially deferred)`.execute(
        db,
      );
    });
    const ran: string[] = [];
    const unit = (id: string, other: string | null) =>
      storage.transaction(async ({ db, afterCommit }) => {
        await sql`insert into pairs values (${id}, ${other})`.execute(db);
        afterCommit(() => ran.push(id));
      });
    const results = await Promise.allSettled([unit('a', null), unit('b', 'nobody'), unit('c', null)]);
    for (const result of results) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(StorageError);
    await expect(unit('d', 'nobody')).rejects.toBeInstanceOf(StorageError);
    expect(ran).toEqual([]);
    await unit('e', null);
    expect((await sql`select id from pairs`.execute(storage.read)).rows).toEqual([{ id: 'e' }]);
  });

  test.each([1, 3])(
    'that goes on after a failed statement is acknowledged only when it was saved: %i a batch',
    async (count) => {
      const storage = await open();
      await storage.transaction((tx) => addCursor(tx, 'taken'));
      const names = Array.from({ length: count }, (_, n) => `unit ${n}`);
      const units = names.map((name) =>
        storage.transaction(async (tx) => {
          await addCursor(tx, name);
          await addCursor(tx, 'taken').catch(() => {});
        }),
      );
      const results = await Promise.allSettled(units);
      const acknowledged = names.filter((_, n) => results[n]?.status === 'fulfilled');
      expect(await cursorNames(storage)).toEqual(['taken', ...acknowledged]);
      expect(acknowledged).toHaveLength(storage.dialect === 'sqlite' ? count : 0);
    },
  );

  test('keeps the order of the calls, however many there are', async () => {
    const storage = await open();
    const count = 1_203;
    const order: number[] = [];
    const units = Array.from({ length: count }, (_, n) =>
      storage.transaction(async (tx) => {
        await addCursor(tx, String(n));
        tx.afterCommit(() => order.push(n));
      }),
    );
    await Promise.all(units);
    expect(order).toEqual(Array.from({ length: count }, (_, n) => n));
    expect(await cursorNames(storage)).toHaveLength(count);
  });

  test('leaves the event loop its turns, even when each follows the other', async () => {
    const storage = await open();
    let turns = 0;
    let running = true;
    const turn = () => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    for (let n = 0; n < 20; n += 1) await storage.transaction((tx) => addCursor(tx, String(n)));
    running = false;
    expect(turns).toBeGreaterThanOrEqual(19);
  });
});

eachStorage('A storage', (open) => {
  test('finishes what is queued when it is closed, and takes no more', async () => {
    const storage = await open();
    const done: number[] = [];
    const units = [1, 2, 3].map((n) => storage.transaction((tx) => addCursor(tx, String(n))).then(() => done.push(n)));
    const closed = storage.close();
    await expect(storage.transaction((tx) => addCursor(tx, 'late'))).rejects.toBeInstanceOf(StorageError);
    await closed;
    await Promise.all(units);
    expect(done).toEqual([1, 2, 3]);
    await storage.close();
  });

  test('runs a query again that was prepared once', async () => {
    const storage = await open();
    await storage.transaction(async (tx) => {
      for (const n of [1, 2, 3]) await addCursor(tx, `name ${n}`, n);
    });
    const between = storage.prepare((db, v: { from: number; name: string }) =>
      db.selectFrom('cursors').selectAll().where('sequence', '>=', v.from).where('name', '!=', v.name).compile(),
    );
    expect(await between({ name: 'name 3', from: 2 })).toEqual([{ name: 'name 2', sequence: 2 }]);
    expect(await between({ name: 'name 2', from: 1 })).toHaveLength(2);
  });

  test('runs a write again that was prepared once, with any number of values, and gives its rows', async () => {
    const storage = await open();
    const put = storage.prepareWrite((db, cursors: readonly { name: string; sequence: number }[]) =>
      db
        .insertInto('cursors')
        .values(cursors.map(({ name, sequence }) => ({ name, sequence })))
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet((e) => ({ sequence: e.ref('excluded.sequence') })),
        )
        .returning('sequence')
        .compile(),
    );
    const many = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `name ${n}`, sequence: n + 1 }));
    for (const count of [0, 1, 13, 16, 600]) {
      const rows = await storage.transaction((tx) => put(tx, many(count)));
      expect(rows.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(
        many(count).map((v) => v.sequence),
      );
    }
    await storage.transaction((tx) => put(tx, [{ name: 'name 7', sequence: 70 }]));
    const failing = storage.transaction(async (tx) => {
      await put(tx, many(8));
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    const kept = await storage.read.selectFrom('cursors').selectAll().where('name', '=', 'name 7').execute();
    expect([kept, await cursorNames(storage)]).toEqual([
      [{ name: 'name 7', sequence: 70 }],
      many(600)
        .map(({ name }) => name)
        .toSorted(),
    ]);
  });

  test('refuses to prepare what would repeat a constant', async () => {
    const storage = await open();
    expect(() =>
      storage.prepare((db, _: object) => db.selectFrom('cursors').selectAll().where('name', '=', 'a').compile()),
    ).toThrow('constant');
  });

  test('a prepared query sees each commit at once, and nothing that was undone', async () => {
    const storage = await open();
    const named = storage.prepare((db, v: { name: string }) =>
      db.selectFrom('cursors').select('sequence').where('name', '=', v.name).compile(),
    );
    const sequences = async () => (await named({ name: 'a' })).map(({ sequence }) => sequence);
    expect(await sequences()).toEqual([]);
    await storage.transaction((tx) => addCursor(tx, 'a', 1));
    expect(await sequences()).toEqual([1]);
    for (let sequence = 2; sequence < 20; sequence += 1) {
      let seen: Promise<number[]> | undefined;
      await storage.transaction(async (tx) => {
        await tx.db.updateTable('cursors').set({ sequence }).where('name', '=', 'a').execute();
        tx.afterCommit(() => {
          seen = sequences();
        });
      });
      expect([await seen, await sequences()]).toEqual([[sequence], [sequence]]);
    }
    const undone = storage.transaction(async (tx) => {
      await tx.db.deleteFrom('cursors').execute();
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await sequences()).toEqual([19]);
  });

  test('says whether it can be read', async () => {
    const storage = await open();
    await storage.check();
    await storage.close();
    await expect(storage.check()).rejects.toBeInstanceOf(Error);
  });

  test('gives no sequence twice, even when the newest rows are gone', async () => {
    const storage = await open();
    const publish = (publicationId: string) =>
      storage.transaction(async ({ db }) => {
        const common = { topic: 't', method: 'POST', subject: '/', content: '{}', createdOn: 1, accountId: 'a' };
        const publisher = { publisherAccountId: 'a', publisherPrincipalId: 'p' };
        return await db
          .insertInto('publications')
          .values({ publicationId, ...common, ...publisher })
          .returning('sequence')
          .executeTakeFirstOrThrow();
      });
    const { sequence } = await publish('one');
    await storage.transaction(async ({ db }) => {
      await db.deleteFrom('publications').execute();
    });
    expect((await publish('two')).sequence).toBeGreaterThan(sequence);
  });
});
