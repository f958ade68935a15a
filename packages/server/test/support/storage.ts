import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { silentLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage/index.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

/** Where a database is: what openStorage takes beside the clock and the log. */
export interface Place {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/**
 * Runs a suite on SQLite and on a real PostgreSQL: one server for the test file, an empty database for each `open()`.
 * Storages are closed and databases deleted after each test.
 */
export function eachStorage(name: string, suite: (open: () => Promise<Storage>) => void): void {
  eachPlace(name, (makePlace) => suite(async () => openAt(await makePlace())));
}

/** As eachStorage, for suites that open one database several times. */
export function eachPlace(name: string, suite: (makePlace: () => Promise<Place>) => void): void {
  describe(`${name} on SQLite`, () => {
    cleanUpAfterEach();
    suite(temporaryFolder);
  });
  describe(`${name} on PostgreSQL`, () => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.remove());
    cleanUpAfterEach();
    suite(async () => ({ ...(await temporaryFolder()), databaseUrl: await server!.createDatabase() }));
  });
}

const cleanUps: (() => Promise<unknown>)[] = [];

/** To be called once in a suite that uses temporaryFolder and openAt by itself. */
export function cleanUpAfterEach(): void {
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
}

export async function temporaryFolder(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cordboard-storage-'));
  cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
  return { dataDir };
}

/** Opens a storage that is closed after the test, unless the test did. */
export async function openAt(place: Place): Promise<Storage> {
  const storage = await openStorage({ ...place, log: silentLog, clock: systemClock });
  cleanUps.push(() => storage.close());
  return storage;
}
