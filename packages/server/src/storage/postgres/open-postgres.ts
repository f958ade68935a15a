import { setImmediate } from 'node:timers/promises';
import { type CompiledQuery, Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import pg from 'pg';
import type { Log } from '../../log.ts';
import type { Backend } from '../backend.ts';
import type { Database } from '../schema.ts';
import { StorageError } from '../storage-error.ts';

const INT8 = 20;
const READERS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** A peer that went away without a word is noticed by keep-alive probes of the system, the first after this. */
const KEEP_ALIVE_AFTER_MS = 10_000;
/**
 * Writers of all processes take turns by an advisory lock, so that sequence numbers grow in the order of commits. None
 * waits for ever for another that stands still.
 */
const BEGIN = [
  'begin',
  "set local lock_timeout = '30s'",
  "set local idle_in_transaction_session_timeout = '60s'",
  `select pg_advisory_xact_lock(${0x434f5244})`,
].join('; ');

/** PostgreSQL: a pool for reads, one connection for writes; lost connections are replaced. */
export function openPostgres(databaseUrl: string, log: Log): Backend {
  const read = new Kysely<Database>({ dialect: new PostgresDialect({ pool: createPool(databaseUrl, READERS, log) }) });
  const write = new Kysely<Database>({ dialect: new PostgresDialect({ pool: createPool(databaseUrl, 1, log) }) });
  return {
    dialect: 'postgres',
    read,
    prepare<R>(query: CompiledQuery<R>) {
      return async (parameters) => (await read.executeQuery<R>({ ...query, parameters })).rows;
    },
    nextBatch: () => setImmediate(),
    async batch(work) {
      // One pinned connection: after a loss in the middle nothing may go on outside the transaction.
      await write.connection().execute(async (db) => {
        const execute = async (statement: string) => {
          await sql.raw(statement).execute(db);
        };
        try {
          await execute(BEGIN);
          await work({
            db,
            execute,
            run: async <R>(query: CompiledQuery<R>, parameters: readonly unknown[]) =>
              (await db.executeQuery<R>({ ...query, parameters })).rows,
          });
          await commit(db);
        } catch (error) {
          await execute('rollback').catch(() => {});
          throw error;
        }
      });
    },
    async close() {
      await Promise.all([read.destroy(), write.destroy()]);
    },
  };
}

/** PostgreSQL answers a COMMIT of a transaction with a failed statement by rolling back, without an error. */
async function commit(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql.raw<{ command?: string }>('commit').execute(db);
  if (rows[0]?.command === 'ROLLBACK') {
    throw new StorageError('Nothing was saved: a statement failed, and its unit of work went on');
  }
}

function createPool(connectionString: string, max: number, log: Log): PostgresPool {
  const pool = new pg.Pool({
    connectionString,
    max,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    types: {
      // Times and sequences are whole numbers far below 2^53.
      getTypeParser: (id: number, format?: 'text' | 'binary') =>
        id === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(id, format as 'text'),
    } as pg.CustomTypesConfig,
  });
  pool.on('error', () => {});
  // Also while it is at work: an error that nobody listens for ends the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'A connection to PostgreSQL was lost'));
  });
  return {
    async connect() {
      try {
        return await pool.connect();
      } catch (error) {
        throw new StorageError(`PostgreSQL at ${place(connectionString)} cannot be used: ${reason(error)}`, {
          cause: error,
        });
      }
    },
    end: () => pool.end(),
    options: pool.options,
  };
}

/** Host and database of a URL; never the password. */
function place(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  return url === null ? 'the configured address' : `${url.host}${url.pathname}`;
}

/** An attempt at several addresses of one host fails with a code and no words. */
function reason(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || 'no reason given';
}
