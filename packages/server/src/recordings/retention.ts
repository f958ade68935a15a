import type { Log } from '../log.ts';
import type { RecordingRow, Storage } from '../storage/index.ts';
import type { Deletion } from './deletion.ts';
import { deleted, endedBefore } from './repository.ts';

/** Recordings of one transaction. */
const BATCH = 50;
const DAY_MS = 86_400_000;

export interface RecordingRetentionOptions {
  readonly storage: Storage;
  readonly deletion: Deletion;
  readonly log: Log;
  /** How long recordings are kept after their end; 0: for ever. */
  readonly days: number;
}

/** Recordings go some time after their end; deletions that were cut short are finished. */
export class RecordingRetention {
  readonly name = 'recordings';
  readonly #o: RecordingRetentionOptions;

  constructor(o: RecordingRetentionOptions) {
    this.#o = o;
  }

  /** Deletes a batch of what is old. @returns how many; 0: nothing is left to do */
  async deleteSome(now: number): Promise<number> {
    const { storage, deletion, days } = this.#o;
    const old = days === 0 ? [] : await endedBefore(storage, now - days * DAY_MS, BATCH);
    if (old.length > 0) {
      await storage.transaction(async (tx) => {
        for (const row of old) await deletion.mark(tx, row);
      });
    }
    let gone = 0;
    for (const row of await deleted(storage, BATCH)) gone += await this.#finish(row);
    return gone;
  }

  /** A file that cannot be removed keeps its row, and is tried again. */
  async #finish(row: RecordingRow): Promise<number> {
    try {
      await this.#o.deletion.finish(row);
      return 1;
    } catch (error) {
      this.#o.log.error({ err: error, file: row.file }, 'The file of a deleted recording could not be removed');
      return 0;
    }
  }
}
