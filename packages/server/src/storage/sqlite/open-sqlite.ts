import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Backend } from '../backend.ts';
import type { Database } from '../schema.ts';
import { StorageError } from '../storage-error.ts';
import { lockFolder } from './folder-lock.ts';
import { NodeSqliteDialect } from './node-sqlite-dialect.ts';

/** Before it, two connections could corrupt a WAL file when they wrote or checkpointed at once. */
const SAFE_VERSION = [3, 51, 3] as const;

/** SQLite in the data folder: one writing connection, one reading connection, durable through power loss. */
export function openSqlite(dataDir: string): Backend {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(dataDir);
  const file = join(dataDir, 'cordboard.db');
  const writer = new DatabaseSync(file);
  chmodSync(file, 0o600);
  requireSafeVersion(writer);
  writer.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000;',
  );
  const reader = new DatabaseSync(file, { readOnly: true });
  reader.exec('pragma busy_timeout = 5000; pragma query_only = on;');
  const write = new Kysely<Database>({ dialect: new NodeSqliteDialect(writer) });
  const read = new Kysely<Database>({ dialect: new NodeSqliteDialect(reader) });
  return {
    dialect: 'sqlite',
    read,
    async batch(work) {
      writer.exec('begin immediate');
      try {
        await work({ db: write, execute: async (statement) => writer.exec(statement) });
        writer.exec('commit');
      } catch (error) {
        if (writer.isTransaction) writer.exec('rollback');
        throw error;
      }
    },
    async close() {
      reader.close();
      writer.close();
      lock.release();
    },
  };
}

function requireSafeVersion(database: DatabaseSync): void {
  const { version } = database.prepare('select sqlite_version() as version').get() as { version: string };
  const parts = version.split('.').map(Number);
  const difference = SAFE_VERSION.map((wanted, index) => (parts[index] ?? 0) - wanted).find((one) => one !== 0) ?? 0;
  if (difference < 0) throw new StorageError(`SQLite ${version} is too old; ${SAFE_VERSION.join('.')} is needed.`);
}
