import type { ReloadReason } from '@cordboard/contract';
import type { Clock } from '../../clock.ts';
import {
  isKeptAfter,
  lastSequence,
  readPublicationsBetween,
  type StoredPublication,
} from '../../publications/index.ts';
import type { Storage } from '../../storage/index.ts';
import type { StreamSettings } from './settings.ts';

const BATCH = 200;

interface PastOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly settings: Pick<StreamSettings, 'maxMissed' | 'maxAwayMs'>;
}

/** What has been published and is still kept. */
export class Past {
  readonly #o: PastOptions;

  constructor(o: PastOptions) {
    this.#o = o;
  }

  /** The sequence of the last publication; later ones have greater ones. */
  last(): Promise<number> {
    return lastSequence({ db: this.#o.storage.read });
  }

  /** Why what came after `after` cannot be told; undefined: it can. */
  async whyLost(after: number, last: number): Promise<ReloadReason | undefined> {
    const { storage, clock, settings } = this.#o;
    if (after === last) return undefined;
    // The database is another one, or an older state of it.
    if (after > last) return 'unknown_number';
    if (last - after > settings.maxMissed) return 'too_many';
    return (await isKeptAfter(storage, after, clock.now() - settings.maxAwayMs)) ? undefined : 'too_old';
  }

  /** Some of the publications after one sequence and up to another, and how far they go. */
  async read(
    of: { readonly accountId: string; readonly topic: string },
    range: { readonly after: number; readonly to: number },
  ): Promise<{ publications: readonly StoredPublication[]; upTo: number }> {
    const publications = await readPublicationsBetween(this.#o.storage, of, range, BATCH);
    return { publications, upTo: publications.length < BATCH ? range.to : publications.at(-1)!.sequence };
  }
}
