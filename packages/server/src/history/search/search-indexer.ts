import type { Clock, Timer } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Storage } from '../../storage/index.ts';
import { indexSome } from './repository.ts';

/** Records in one transaction: some milliseconds, in which nobody else writes. */
const BATCH = 50;
/** Between two batches, while there are more. */
const PAUSE_MS = 20;
const IDLE_MS = 10_000;

export interface SearchIndexerOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * On SQLite: takes records into the index of texts, some seconds after their call, so that calls do not wait for it.
 * Until then a search looks at each of them. PostgreSQL's index is written with the row.
 */
export class SearchIndexer {
  readonly #o: SearchIndexerOptions;
  #timer: Timer | undefined;
  #working = Promise.resolve();
  #closed = false;

  constructor(o: SearchIndexerOptions) {
    this.#o = o;
  }

  start(): void {
    if (this.#o.storage.dialect === 'sqlite') this.#working = this.#work();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { storage, clock, log } = this.#o;
    let indexed = 0;
    try {
      indexed = await storage.transaction((tx) => indexSome(tx, BATCH));
    } catch (error) {
      log.warn({ err: error }, 'Records of calls could not be taken into the search index; they are found without it');
    }
    if (!this.#closed) this.#timer = clock.after(indexed < BATCH ? IDLE_MS : PAUSE_MS, () => this.start());
  }
}
