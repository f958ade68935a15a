import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../storage-error.ts';

/** Before it, two connections could corrupt a WAL file when they wrote or checkpointed at once. */
const SAFE_VERSION = [3, 51, 3] as const;
/** Another program on the file, such as a backup, holds a write up for this long at most. */
const BUSY_TIMEOUT_MS = 5_000;

/** The writing connection; makes the file, which only its owner may read. */
export function openWriter(file: string): DatabaseSync {
  return open(file, false, (database) => {
    chmodSync(file, 0o600);
    requireSafeVersion(database);
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
    // What is deleted or overwritten is not left behind in pages that are written anyway.
    database.exec('pragma secure_delete = fast');
  });
}

/** A connection that sees committed rows and cannot write. */
export function openReader(file: string): DatabaseSync {
  return open(file, true, (database) => database.exec('pragma query_only = on;'));
}

function open(file: string, readOnly: boolean, prepare: (database: DatabaseSync) => void): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS });
  try {
    // SQLite's own knows the letters of English only; searches must find an Émile too.
    database.function('lower', { deterministic: true }, (text) => (text === null ? null : String(text).toLowerCase()));
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function requireSafeVersion(database: DatabaseSync): void {
  const { version } = database.prepare('select sqlite_version() as version').get() as { version: string };
  const parts = version.split('.').map(Number);
  const difference = SAFE_VERSION.map((wanted, index) => (parts[index] ?? 0) - wanted).find((one) => one !== 0) ?? 0;
  if (difference < 0) throw new StorageError(`SQLite ${version} is too old; ${SAFE_VERSION.join('.')} is needed.`);
}
