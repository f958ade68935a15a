import type { Storage } from '../storage/index.ts';
import { deleteEndedBefore } from './repository.ts';

/** Records deleted in one transaction. */
const BATCH = 500;
const DAY_MS = 86_400_000;

export interface HistoryRetentionOptions {
  readonly storage: Storage;
  /** How long records of calls are kept after the end of the call; 0: for ever. */
  readonly days: number;
}

/** Records go some time after the end of their call. */
export class HistoryRetention {
  readonly name = 'call records';
  readonly #storage: Storage;
  readonly #days: number;

  constructor({ storage, days }: HistoryRetentionOptions) {
    this.#storage = storage;
    this.#days = days;
  }

  /** Deletes a batch of what is old. @returns how many; 0: nothing is left to do */
  async deleteSome(now: number): Promise<number> {
    if (this.#days === 0) return 0;
    return await this.#storage.transaction((tx) => deleteEndedBefore(tx, now - this.#days * DAY_MS, BATCH));
  }
}
