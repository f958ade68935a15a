import type { RecordingRow, Storage, Tx } from '../storage/index.ts';
import { type Announcer, announce } from './announce.ts';
import type { RecordingFiles } from './files.ts';
import { remove, update } from './repository.ts';

export interface DeletionOptions extends Announcer {
  readonly storage: Storage;
  readonly files: RecordingFiles;
}

/**
 * Deletes recordings in three steps, so that a server which is killed between any two of them goes on where it was: the
 * row is marked and the deletion announced; the file goes; the row goes.
 */
export class Deletion {
  readonly #o: DeletionOptions;

  constructor(o: DeletionOptions) {
    this.#o = o;
  }

  /** The first step. `by`: who asked for it, when not the owner. */
  async mark(tx: Tx, row: RecordingRow, by?: string): Promise<void> {
    await update(tx, row.recordingId, { deletedOn: this.#o.clock.now() });
    await announce(this.#o, tx, 'DELETE', row, by);
  }

  /** The others. Can be done again. */
  async finish({ recordingId, file }: RecordingRow): Promise<void> {
    await this.#o.files.remove(file);
    await this.#o.storage.transaction((tx) => remove(tx, recordingId));
  }
}
