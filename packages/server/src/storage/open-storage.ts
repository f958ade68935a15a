import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { KyselyStorage } from './kysely-storage.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import { ensureTrigramIndex } from './postgres/trigram-index.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Storage } from './storage.ts';
import { StorageError } from './storage-error.ts';

export interface StorageOptions {
  /** Folder of the SQLite file, made when missing. Not touched with PostgreSQL. */
  readonly dataDir: string;
  /** postgres://...; absent: SQLite in the data folder. */
  readonly databaseUrl?: string;
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * Opens the database and brings its schema up to date.
 * @throws StorageError in words: the folder is in use, the schema is newer than this program, the server is not there
 */
export async function openStorage(o: StorageOptions): Promise<Storage> {
  const backend = o.databaseUrl === undefined ? openSqlite(o.dataDir) : openPostgres(o.databaseUrl, o.log);
  try {
    await migrate(backend, o);
    if (backend.dialect === 'postgres') await ensureTrigramIndex(backend, o.log);
  } catch (error) {
    await backend.close();
    if (error instanceof StorageError) throw error;
    throw new StorageError('The schema of the database could not be brought up to date', { cause: error });
  }
  return new KyselyStorage(backend, o.log);
}
