import type { Log } from '../log.ts';
import type { Backend, BatchConnection } from './backend.ts';
import type { Tx } from './storage.ts';
import { isDatabaseFailure, StorageError, toStorageError } from './storage-error.ts';

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
 * The one writer (ADR 4). Units that are queued in one turn of the event loop, or until the next batch may begin,
 * share the next commit, with a savepoint each, so that one failure undoes only its own changes. Their order is the
 * order of the commits.
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

  /** Refuses new units; resolves when the queued ones have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#backend.nextBatch();
      await this.#write(this.#queue.splice(0, BATCH_LIMIT));
    }
    this.#draining = undefined;
  }

  async #write(units: readonly Unit[]): Promise<void> {
    const done: Outcome[] = [];
    const runUnit = units.length === 1 ? runAlone : runGuarded;
    try {
      await this.#backend.batch(async (connection) => {
        for (const unit of units) {
          const outcome = await runUnit(connection, unit);
          if (outcome !== undefined) done.push(outcome);
        }
      });
    } catch (error) {
      const problem = error instanceof LoneFailure ? error.cause : toStorageError(error);
      for (const unit of units) unit.reject(problem);
      return;
    }
    for (const { unit, result, after } of done) {
      unit.resolve(result);
      for (const run of after) this.#runAfter(run);
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

/** The only unit of a batch failed by itself: the transaction is rolled back, and `cause` is for its caller. */
class LoneFailure extends Error {}

async function run({ db, run }: BatchConnection, unit: Unit): Promise<Outcome> {
  const after: (() => void)[] = [];
  const result = await unit.work({ db, run, afterCommit: (callback) => after.push(callback) });
  return { unit, result, after };
}

/** A unit that has the transaction for itself needs no savepoint. */
async function runAlone(connection: BatchConnection, unit: Unit): Promise<Outcome> {
  try {
    return await run(connection, unit);
  } catch (error) {
    throw isDatabaseFailure(error) ? error : new LoneFailure('The unit failed', { cause: error });
  }
}

async function runGuarded(connection: BatchConnection, unit: Unit): Promise<Outcome | undefined> {
  await connection.execute('savepoint unit');
  try {
    const outcome = await run(connection, unit);
    await connection.execute('release savepoint unit');
    return outcome;
  } catch (error) {
    await undo(connection, error);
    unit.reject(isDatabaseFailure(error) ? toStorageError(error) : error);
    return undefined;
  }
}

/** Takes back what one unit did, so that the others of the batch go on. */
async function undo(connection: BatchConnection, error: unknown): Promise<void> {
  try {
    await connection.execute('rollback to savepoint unit');
    await connection.execute('release savepoint unit');
  } catch {
    // The connection is lost, or SQLite gave the whole transaction up (disk full): the batch ends, for the first reason.
    throw toStorageError(error);
  }
}
