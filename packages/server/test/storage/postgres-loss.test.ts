import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Storage, StorageError } from '../../src/storage/index.ts';
import { addCursor, cursorNames } from '../support/cursors.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { cleanUpAfterEach, openAt, type Place, temporaryFolder } from '../support/storage.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());

async function makePlace(): Promise<Place> {
  return { ...(await temporaryFolder()), databaseUrl: await server.createDatabase() };
}

/** Ends the connection that a unit of work runs on, as an administrator or a failing network does. */
async function cutWriter(storage: Storage): Promise<void> {
  await storage.transaction(async ({ db }) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(storage.read);
    await addCursor({ db }, 'after the loss');
  });
}

describe('A lost connection to PostgreSQL', () => {
  cleanUpAfterEach();

  test('fails the batch with StorageError, and the next works', async () => {
    const storage = await openAt(await makePlace());
    const results = await Promise.allSettled([
      storage.transaction((tx) => addCursor(tx, 'a')),
      cutWriter(storage),
      storage.transaction((tx) => addCursor(tx, 'c')),
    ]);
    for (const result of results) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(StorageError);
    await storage.transaction((tx) => addCursor(tx, 'd'));
    expect(await cursorNames(storage)).toEqual(['d']);
  });

  test('fails a lone unit with StorageError too', async () => {
    const storage = await openAt(await makePlace());
    await expect(cutWriter(storage)).rejects.toBeInstanceOf(StorageError);
    await storage.transaction((tx) => addCursor(tx, 'd'));
    expect(await cursorNames(storage)).toEqual(['d']);
  });

  test('is told from a wait that was cut short, which fails one unit with StorageError', async () => {
    const storage = await openAt(await makePlace());
    const results = await Promise.allSettled([
      storage.transaction((tx) => addCursor(tx, 'a')),
      storage.transaction(async ({ db }) => {
        await sql`set local statement_timeout = 1`.execute(db);
        await sql`select pg_sleep(60)`.execute(db);
      }),
      storage.transaction((tx) => addCursor(tx, 'c')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(StorageError);
    expect(await cursorNames(storage)).toEqual(['a', 'c']);
  });

  test('by a restart of the server, in the middle of a unit and between, is mended', async () => {
    const storage = await openAt(await makePlace());
    await storage.transaction((tx) => addCursor(tx, 'before'));
    await Promise.all([storage.check(), storage.check(), storage.check()]);
    const interrupted = storage.transaction(async (tx) => {
      await addCursor(tx, 'in the middle');
      await server.stop();
      await addCursor(tx, 'after');
    });
    await expect(interrupted).rejects.toBeInstanceOf(StorageError);
    await expect(storage.transaction((tx) => addCursor(tx, 'down'))).rejects.toBeInstanceOf(StorageError);
    await expect(storage.check()).rejects.toThrow(/^PostgreSQL at 127\.0\.0\.1:\d+\/test\d+ cannot be used: /);
    await server.start();
    await storage.transaction((tx) => addCursor(tx, 'up'));
    expect(await cursorNames(storage)).toEqual(['before', 'up']);
    await server.stop();
    await server.start();
    await storage.transaction((tx) => addCursor(tx, 'up again'));
    expect(await cursorNames(storage)).toEqual(['before', 'up', 'up again']);
  });
});

describe('Several processes on one PostgreSQL database', () => {
  cleanUpAfterEach();

  const publish = (storage: Storage, subject: string) =>
    storage.transaction(async ({ db }) => {
      const common = { topic: 't', method: 'POST', content: '{}', createdOn: 1, accountId: 'a' };
      const publisher = { publisherAccountId: 'a', publisherPrincipalId: 'p' };
      const row = { publicationId: subject, subject, ...common, ...publisher };
      await db.insertInto('publications').values(row).execute();
      await sql`select pg_sleep(random() * 0.003)`.execute(db);
    });

  test('migrate it once, however they start', async () => {
    const place = await makePlace();
    const storages = await Promise.all([openAt(place), openAt(place), openAt(place)]);
    await Promise.all(storages.map((storage, n) => storage.transaction((tx) => addCursor(tx, `${n}`))));
    expect(await cursorNames(storages[0]!)).toEqual(['0', '1', '2']);
  });

  test('give sequence numbers in the order of their commits', async () => {
    const place = await makePlace();
    const [reader, ...writers] = await Promise.all([openAt(place), openAt(place), openAt(place)]);
    let writing = true;
    const written = Promise.all(
      writers.map(async (writer, w) => {
        for (let n = 0; n < 40; n += 1) await publish(writer, `${w}-${n}`);
      }),
    ).finally(() => {
      writing = false;
    });
    // A reader that goes on behind the last one it saw must meet them all.
    const seen: number[] = [];
    const readOn = async () => {
      const rows = await reader!.read
        .selectFrom('publications')
        .select('sequence')
        .where('sequence', '>', seen.at(-1) ?? 0)
        .orderBy('sequence')
        .execute();
      seen.push(...rows.map(({ sequence }) => sequence));
    };
    while (writing) await readOn();
    await written;
    await readOn();
    expect(seen).toHaveLength(80);
  });
});
