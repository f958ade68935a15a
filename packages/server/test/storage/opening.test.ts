import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { silentLog } from '../../src/log.ts';
import { openStorage, StorageError } from '../../src/storage/index.ts';
import { migrations } from '../../src/storage/migrations/index.ts';
import { addCursor, cursorNames } from '../support/cursors.ts';
import { cleanUpAfterEach, eachPlace, openAt, temporaryFolder } from '../support/storage.ts';

interface Applied {
  schemaMigrations: { number: number; name: string; appliedOn: number };
}

eachPlace('Opening a database', (makePlace) => {
  test('applies each migration once', async () => {
    const place = await makePlace();
    const first = await openAt(place);
    const applied = (read: unknown) =>
      (read as Kysely<Applied>).selectFrom('schemaMigrations').selectAll().orderBy('number').execute();
    const rows = await applied(first.read);
    expect(rows.map(({ number, name }) => ({ number, name }))).toEqual(
      migrations.map(({ number, name }) => ({ number, name })),
    );
    await first.transaction((tx) => addCursor(tx, 'kept'));
    await first.close();
    const second = await openAt(place);
    expect(await applied(second.read)).toEqual(rows);
    expect(await cursorNames(second)).toEqual(['kept']);
  });

  test('of a newer schema is refused in words, and nothing is changed', async () => {
    const place = await makePlace();
    const storage = await openAt(place);
    await storage.transaction(async ({ db }) => {
      const row = { number: 9_999, name: 'of the future', appliedOn: 1 };
      await (db as unknown as Kysely<Applied>).insertInto('schemaMigrations').values(row).execute();
    });
    await storage.close();
    const again = openAt(place);
    await expect(again).rejects.toBeInstanceOf(StorageError);
    await expect(again).rejects.toThrow(/newer Cordboard \(schema 9999, this one knows \d+\)/);
    // The folder is free again: the same words, not those of a lock.
    await expect(openAt(place)).rejects.toThrow(/newer Cordboard/);
  });

  test('whose migration fails leaves nothing of it behind', async () => {
    const place = await makePlace();
    const storage = await openAt(place);
    // As if the first migration had not been applied, but its tables were in the way.
    const first = migrations[0]!;
    await storage.transaction(async ({ db }) => {
      await (db as unknown as Kysely<Applied>)
        .deleteFrom('schemaMigrations')
        .where('number', '=', first.number)
        .execute();
    });
    await storage.close();
    await expect(openAt(place)).rejects.toThrow('The schema of the database could not be brought up to date');
  });

  test('gives every table that the rooms know', async () => {
    const storage = await openAt(await makePlace());
    const names = (await storage.read.introspection.getTables()).map(({ name }) => name).sort();
    // The index of texts is several, and SQLite's own business.
    expect(names.filter((name) => !name.startsWith('callRecordTexts'))).toEqual(
      [
        ...['accounts', 'users', 'endpoints', 'sessions', 'refreshTokens', 'authorizationCodes', 'signingKeys'],
        ...[
          'publications',
          'subscriptions',
          'deliveries',
          'attempts',
          'recoveries',
          'cursors',
          'callRecords',
          'bindings',
        ],
        ...['recordings', 'linkKeys', 'callIdBlocks', 'idempotencyKeys', 'schemaMigrations', 'commandOutcomes'],
        ...['trunks', 'inboundNumbers', 'outboundRules', 'endpointSettings', 'ringGroups', 'voicemail'],
        ...['conferences', 'conferenceParticipants', 'attendances', 'mails', 'mailboxes'],
      ].sort(),
    );
  });
});

describe('The SQLite file', () => {
  cleanUpAfterEach();

  test('is made in a folder that was missing, for its owner alone', async () => {
    const { dataDir } = await temporaryFolder();
    const folder = join(dataDir, 'deep', 'down');
    const storage = await openAt({ dataDir: folder });
    await storage.transaction((tx) => addCursor(tx, 'a'));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of ['cordboard.db', 'cordboard.db-wal']) {
      expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
    }
  });

  test('is written durably', async () => {
    const storage = await openAt(await temporaryFolder());
    const pragmas = await storage.transaction(async ({ db }) => {
      const read = async (name: string) =>
        Object.values((await sql.raw<object>(`pragma ${name}`).execute(db)).rows[0]!)[0];
      const names = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'];
      return Promise.all(names.map(read));
    });
    expect(pragmas).toEqual(['wal', 2, 1, 5_000]);
  });

  test('is not written by readers', async () => {
    const storage = await openAt(await temporaryFolder());
    await expect(addCursor({ db: storage.read }, 'a')).rejects.toThrow(/readonly/);
  });

  test('that is none is refused in words, and the folder is free again', async () => {
    const place = await temporaryFolder();
    await writeFile(join(place.dataDir, 'cordboard.db'), 'This is a letter, not a database. '.repeat(40));
    for (let time = 0; time < 2; time += 1) {
      const opened = openAt(place);
      await expect(opened).rejects.toBeInstanceOf(StorageError);
      await expect(opened).rejects.toThrow(/cannot be opened: file is not a database/);
    }
  });

  test('cannot be made where a file is in the way', async () => {
    const { dataDir } = await temporaryFolder();
    await writeFile(join(dataDir, 'file'), '');
    const opened = openAt({ dataDir: join(dataDir, 'file') });
    await expect(opened).rejects.toBeInstanceOf(StorageError);
    await expect(opened).rejects.toThrow(/file cannot be opened: /);
  });

  test.skipIf(process.getuid?.() === 0)('cannot be made where one may not write', async () => {
    const { dataDir } = await temporaryFolder();
    await mkdir(join(dataDir, 'closed'));
    await chmod(join(dataDir, 'closed'), 0o500);
    await expect(openAt({ dataDir: join(dataDir, 'closed') })).rejects.toThrow(/closed cannot be opened: /);
  });

  test('that can grow no more fails the writes with StorageError, and takes the next', async () => {
    const storage = await openAt(await temporaryFolder());
    const limit = (pages: number) =>
      storage.transaction(async ({ db }) => {
        await sql.raw(`pragma max_page_count = ${pages}`).execute(db);
      });
    await limit(1);
    const large = (name: string) => storage.transaction((tx) => addCursor(tx, name.repeat(100_000)));
    const results = await Promise.allSettled([large('a'), large('b')]);
    for (const result of results) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(StorageError);
    await expect(large('c')).rejects.toBeInstanceOf(StorageError);
    await limit(1_000_000);
    await storage.transaction((tx) => addCursor(tx, 'd'));
    expect(await cursorNames(storage)).toEqual(['d']);
  });
});

describe('A PostgreSQL that is not there', () => {
  cleanUpAfterEach();

  test.each([
    [
      'postgres://cordboard:hidden@127.0.0.1:1/phones',
      /PostgreSQL at 127\.0\.0\.1:1\/phones cannot be used: .*ECONNREFUSED/,
    ],
    [
      'postgres://cordboard:hidden@localhost:1/phones',
      /PostgreSQL at localhost:1\/phones cannot be used: .*ECONNREFUSED/,
    ],
  ])('is named without its password: %s', async (databaseUrl, words) => {
    const { dataDir } = await temporaryFolder();
    const opened = openStorage({ dataDir, databaseUrl, log: silentLog, clock: systemClock });
    await expect(opened).rejects.toBeInstanceOf(StorageError);
    await expect(opened).rejects.toThrow(words);
    await expect(opened).rejects.not.toThrow(/hidden/);
  });
});
