import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import { StorageError } from '../storage/index.ts';

const RETRY_MS = 1_000;
/** Changes in one transaction. */
const BATCH = 500;
/** Changes that wait for a database that does not save; what comes beyond it is given up. */
const LIMIT = 100_000;

export interface ChangeQueueOptions<Change> {
  readonly clock: Clock;
  readonly log: Log;
  /** Writes changes in one transaction. @throws StorageError when the database does not save */
  save(changes: readonly Change[]): Promise<unknown>;
  /** What the log says of a change that is given up. */
  describe(change: Change): object;
}

interface Waiter {
  /** Waits for so many changes to be done. */
  readonly count: number;
  resolve(): void;
  reject(problem: StorageError): void;
}

/**
 * Changes on their way to the database, in their order. What comes while a batch is being written shares the next one;
 * while the database does not save, they wait.
 */
export class ChangeQueue<Change> {
  readonly #o: ChangeQueueOptions<Change>;
  readonly #waiting: Change[] = [];
  #waiters: Waiter[] = [];
  /** Changes that are on disk or given up. */
  #done = 0;
  #writing: Promise<void> | undefined;
  #retry: Timer | undefined;
  /** Why the last attempt failed; undefined when it did not. */
  #problem: StorageError | undefined;

  constructor(o: ChangeQueueOptions<Change>) {
    this.#o = o;
  }

  add(change: Change): void {
    if (this.#waiting.length >= LIMIT) {
      this.#giveUp(change, this.#problem);
      return;
    }
    this.#waiting.push(change);
    if (this.#retry === undefined) this.#run();
  }

  /** @throws StorageError while changes wait for a database that does not save */
  requireSaving(): void {
    if (this.#problem !== undefined) throw this.#problem;
  }

  /** Resolves when every change so far is on disk. @throws StorageError when the database does not save */
  async settled(): Promise<void> {
    this.requireSaving();
    if (this.#waiting.length === 0) return;
    const count = this.#done + this.#waiting.length;
    await new Promise<void>((resolve, reject) => this.#waiters.push({ count, resolve, reject }));
  }

  /** Tries once more to write what waits. */
  async close(): Promise<void> {
    await this.#writing;
    this.#retry?.cancel();
    await this.#write();
    this.#retry?.cancel();
  }

  #run(): void {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    let size = BATCH;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, size);
      try {
        await this.#o.save(batch);
        this.#finish(batch.length);
      } catch (error) {
        if (error instanceof StorageError) {
          this.#postpone(error);
          return;
        }
        // The database works and refuses one of them: that one must not keep the others waiting for ever.
        if (batch.length === 1) {
          this.#giveUp(batch[0] as Change, error);
          this.#finish(1);
        }
        size = 1;
      }
    }
  }

  #finish(count: number): void {
    this.#waiting.splice(0, count);
    this.#done += count;
    this.#problem = undefined;
    const served = this.#waiters.filter((waiter) => waiter.count <= this.#done);
    this.#waiters = this.#waiters.filter((waiter) => waiter.count > this.#done);
    for (const waiter of served) waiter.resolve();
  }

  #postpone(cause: StorageError): void {
    const { clock, log } = this.#o;
    log.error({ err: cause, changes: this.#waiting.length }, 'Changes could not be written yet');
    const problem = new StorageError('Changes wait for the database', { cause });
    this.#problem = problem;
    for (const waiter of this.#waiters.splice(0)) waiter.reject(problem);
    this.#retry = clock.after(RETRY_MS, () => {
      this.#retry = undefined;
      this.#run();
    });
  }

  #giveUp(change: Change, reason: unknown): void {
    this.#o.log.error({ err: reason, ...this.#o.describe(change) }, 'A change was given up: it could not be written');
  }
}
