import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** The database of the platform: one schema, one set of queries, on SQLite or PostgreSQL. */
export interface Storage {
  readonly dialect: 'sqlite' | 'postgres';

  /** Sees committed rows only. Never write through it: on SQLite its connection is read-only. */
  readonly read: Kysely<Database>;

  /**
   * Compiles a query once and runs it many times: for the few reads of every request. `build` is called once, with
   * place-holders; the values given later take their places in the order in which `build` used them, once each. Rows may
   * be shared with others who ask the same: they cannot be changed.
   *
   * @example
   * const userById = storage.prepare((db, id: string) => db.selectFrom('users').selectAll().where('userId', '=', id).compile());
   * const [user] = await userById('0192…');
   */
  prepare<P extends readonly unknown[], R>(
    build: (db: Kysely<Database>, ...values: P) => CompiledQuery<R>,
  ): PreparedQuery<P, R>;

  /**
   * Runs `work` in a transaction and resolves with its result once the commit is on disk. Units that are queued in one
   * turn of the event loop share one BEGIN..COMMIT with a savepoint each: when one throws, only its own changes are
   * undone. `work` does SQL and nothing else: no network, no timers, no nested `transaction` (it would wait for itself),
   * and it does not go on after a statement of its own that failed: PostgreSQL would save nothing.
   *
   * @throws what `work` throws; StorageError when the commit fails (disk full, connection lost): nothing was saved.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;

  /** Resolves when a row can be read; throws in words when not. */
  check(): Promise<void>;

  /** Finishes the queued units, then closes the connections and gives the data folder free. Idempotent. */
  close(): Promise<void>;
}

/** One unit of work inside a shared commit. */
export interface Tx {
  /** Sees its own changes and those of units before it in the same commit. Valid until `work` returns. */
  readonly db: Kysely<Database>;
  /** Runs after the commit is on disk, in the order registered; never when the unit failed. Must not throw. */
  afterCommit(run: () => void): void;
}

export type PreparedQuery<P extends readonly unknown[], R> = (...values: P) => Promise<readonly R[]>;
