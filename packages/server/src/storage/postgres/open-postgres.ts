import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Log } from '../../log.ts';
import type { Backend } from '../backend.ts';
import type { Database } from '../schema.ts';
import { StorageError } from '../storage-error.ts';

const INT8 = 20;
const READERS = 10;
/** Writers of all processes take turns by this advisory lock, so that sequence numbers grow in the order of commits. */
const WRITER_LOCK = 0x434f5244;

/** PostgreSQL: a pool for reads, one connection for writes, replaced when it is lost. */
export function openPostgres(databaseUrl: string, log: Log): Backend {
  const readers = createPool(databaseUrl, READERS, log);
  const writers = createPool(databaseUrl, 1, log);
  const read = new Kysely<Database>({ dialect: new PostgresDialect({ pool: readers }) });
  const write = new Kysely<Database>({ dialect: new PostgresDialect({ pool: writers }) });
  return {
    dialect: 'postgres',
    read,
    async batch(work) {
      // One pinned connection: after a loss in the middle nothing may go on outside the transaction.
      await write.connection().execute(async (db) => {
        const execute = async (statement: string) => {
          await sql.raw(statement).execute(db);
        };
        try {
          await execute('begin');
          await execute(`select pg_advisory_xact_lock(${WRITER_LOCK})`);
          await work({ db, execute });
          await execute('commit');
        } catch (error) {
          await execute('rollback').catch(() => {});
          throw error instanceof StorageError ? error : new StorageError('PostgreSQL could not save', { cause: error });
        }
      });
    },
    async close() {
      await Promise.all([read.destroy(), write.destroy()]);
    },
  };
}

function createPool(connectionString: string, max: number, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 10_000,
    types: {
      // Times and sequences are whole numbers far below 2^53.
      getTypeParser: (id: number, format?: 'text' | 'binary') =>
        id === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(id, format as 'text'),
    } as pg.CustomTypesConfig,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'A connection to PostgreSQL was lost'));
  return pool;
}
