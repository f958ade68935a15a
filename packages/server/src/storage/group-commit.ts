import type { Log } from '../log.ts';
import type { Backend, BatchConnection } from './backend.ts';
import type { Tx } from './storage.ts';
import { StorageError } from './storage-error.ts';

/** Units that share one commit at most: bounds the wait of the first of them. */
const BATCH_LIMIT = 500;

interface Unit {
  work(tx: Tx): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

interface Outcome {
  readonly unit: Unit;
  readonly result: unknown;
  readonly after: readonly (() => void)[];
}

/**
 * The one writer (ADR 4). Units that are queued while the last batch is being written share the next commit, with a
 * savepoint each, so that one failure undoes only its own changes. Their order is the order of the commits.
 */
export class GroupCommit {
  readonly #backend: Backend;
  readonly #log: Log;
  #queue: Unit[] = [];
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(backend: Backend, log: Log) {
    this.#backend = backend;
    this.#log = log;
  }

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StorageError('The database is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (result: unknown) => void, reject });
      this.#draining ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // What this turn of the event loop still queues joins the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#write(this.#queue.splice(0, BATCH_LIMIT));
    this.#draining = undefined;
  }

  async #write(units: readonly Unit[]): Promise<void> {
    const done: Outcome[] = [];
    try {
      await this.#backend.batch(async (connection) => {
        for (const unit of units) {
          const outcome = await this.#runUnit(connection, unit);
          if (outcome !== undefined) done.push(outcome);
        }
      });
    } catch (error) {
      const problem =
        error instanceof StorageError ? error : new StorageError('The database could not save', { cause: error });
      for (const unit of units) unit.reject(problem);
      return;
    }
    for (const { unit, result, after } of done) {
      unit.resolve(result);
      for (const run of after) this.#runAfter(run);
    }
  }

  async #runUnit(connection: BatchConnection, unit: Unit): Promise<Outcome | undefined> {
    const after: (() => void)[] = [];
    await connection.execute('savepoint unit');
    try {
      const result = await unit.work({ db: connection.db, afterCommit: (run) => after.push(run) });
      await connection.execute('release savepoint unit');
      return { unit, result, after };
    } catch (error) {
      // The unit failed; the others of the batch go on. A lost connection fails here again and ends the batch.
      await connection.execute('rollback to savepoint unit');
      await connection.execute('release savepoint unit');
      unit.reject(error);
      return undefined;
    }
  }

  #runAfter(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#log.error({ err: error }, 'What follows a commit failed');
    }
  }
}
