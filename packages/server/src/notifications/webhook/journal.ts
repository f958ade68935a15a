import type { Clock, Timer } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Storage } from '../../storage/index.ts';
import type { DeliveryRepository, Failure, NewAttempt } from '../delivery-repository.ts';

/** What became of one attempt. */
export type Outcome =
  | { readonly kind: 'done'; readonly deliveryId: number; readonly attempt: NewAttempt }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempt: NewAttempt }
  | {
      readonly kind: 'dropped';
      readonly deliveryId: number;
      readonly subscriptionId: string;
      /** Absent when it was too old to be tried. */
      readonly attempt?: NewAttempt;
    };

interface Entry {
  readonly outcome: Outcome;
  readonly settle: (written: boolean) => void;
}

const RETRY_MS = 1_000;
const MAX_BATCH = 500;

/** Writes outcomes to disk: what comes in while one commit runs shares the next. */
export class Journal {
  readonly #storage: Storage;
  readonly #repository: DeliveryRepository;
  readonly #clock: Clock;
  readonly #log: Log;
  #waiting: Entry[] = [];
  #writing: Promise<void> | undefined;
  #pause: { timer: Timer; over: () => void } | undefined;
  #closed = false;

  constructor(storage: Storage, repository: DeliveryRepository, clock: Clock, log: Log) {
    this.#storage = storage;
    this.#repository = repository;
    this.#clock = clock;
    this.#log = log;
  }

  /** True once the outcome is on disk; false when the journal closed before a failing database took it. */
  write(outcome: Outcome): Promise<boolean> {
    return new Promise((settle) => {
      this.#waiting.push({ outcome, settle });
      this.#writing ??= this.#run();
    });
  }

  /** Writes what waits, but waits no longer for a database that fails. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#pause?.timer.cancel();
    this.#pause?.over();
    await this.#writing;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MAX_BATCH);
      const written = await this.#commit(batch);
      if (written || this.#closed) {
        this.#waiting.splice(0, batch.length);
        for (const { settle } of batch) settle(written);
      } else await this.#wait();
    }
    this.#writing = undefined;
  }

  async #commit(batch: readonly Entry[]): Promise<boolean> {
    const outcomes = batch.map(({ outcome }) => outcome);
    const doneIds = outcomes.flatMap((o) => (o.kind === 'failed' ? [] : [o.deliveryId]));
    const dropped = outcomes.flatMap((o) => (o.kind === 'dropped' ? [o.subscriptionId] : []));
    const failures = outcomes.flatMap((o) => (o.kind === 'failed' ? [o.failure] : []));
    const attempts = outcomes.flatMap((o) => o.attempt ?? []);
    const settled = { doneIds, failures, attempts, dropped };
    try {
      await this.#storage.transaction((tx) => this.#repository.settle(tx, settled));
      return true;
    } catch (error) {
      this.#log.error({ error, outcomes: batch.length }, 'outcomes of webhooks could not be saved');
      return false;
    }
  }

  #wait(): Promise<void> {
    return new Promise((over) => {
      this.#pause = { over, timer: this.#clock.after(RETRY_MS, over) };
    });
  }
}
