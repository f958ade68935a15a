import type { CompiledQuery, Kysely } from 'kysely';
import type { Build } from './compile.ts';
import type { Database } from './schema.ts';

/** The database of the platform: one schema, one set of queries, on SQLite or PostgreSQL. */
export interface Storage {
  readonly dialect: 'sqlite' | 'postgres';

  /** Sees committed rows only. Never write through it: on SQLite its connection is read-only. */
  readonly read: Kysely<Database>;

  /**
   * Compiles a read once and runs it many times: for the few of every request. Rows may be shared with others who ask the
   * same: they cannot be changed.
   *
   * @example
   * const userById = storage.prepare((db, v: { id: string }) => db.selectFrom('users').selectAll().where('userId', '=', v.id).compile());
   * const [user] = await userById({ id: '0192…' });
   */
  prepare<V extends object, R>(build: Build<V, R>): PreparedRead<V, R>;

  /** The same for a write of any number of values in a transaction: for the few of every call and every delivery. */
  prepareWrite<V extends object, R>(build: Build<readonly V[], R>): PreparedWrite<V, R>;

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
  /** Runs a compiled query with other parameters; what a PreparedWrite does. */
  run<R>(query: CompiledQuery<R>, parameters: readonly unknown[]): Promise<readonly R[]>;
  /** Runs after the commit is on disk, in the order registered; never when the unit failed. Must not throw. */
  afterCommit(run: () => void): void;
}

export type PreparedRead<V extends object, R> = (values: V) => Promise<readonly R[]>;
/** Resolves with the rows of a RETURNING, in no certain order. */
export type PreparedWrite<V extends object, R> = (tx: Tx, values: readonly V[]) => Promise<readonly R[]>;
