import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import { readPublicationsAfter, type StoredPublication } from '../publications/index.ts';
import type { Storage } from '../storage/index.ts';
import type { Delivery, NewDelivery } from './delivery.ts';
import type { DeliveryRepository } from './delivery-repository.ts';
import type { LiveReceivers } from './live/index.ts';
import { asMatched, type SubscriptionIndex } from './matching/index.ts';

const BATCH = 200;
const RETRY_MS = 1_000;
/** Publications that match nobody move the stored cursor only so often; after a crash they are looked at again. */
const CURSOR_LAG = 500;

export interface EngineOptions {
  readonly storage: Storage;
  readonly repository: DeliveryRepository;
  readonly clock: Clock;
  readonly log: Log;
  readonly index: SubscriptionIndex;
  readonly live: LiveReceivers;
  /** Takes deliveries once they are stored. */
  readonly onDeliveries: (deliveries: readonly Delivery[]) => void;
}

/**
 * Reads committed publications in order, matches them, hands them to those who listen at this moment and stores the
 * deliveries of the others. Deliveries and the place in the outbox change in one transaction, so after a crash nothing
 * is missed and nothing is stored twice.
 */
export class Engine {
  readonly #options: EngineOptions;
  /** How far the outbox has been matched, and how far that is stored. */
  #cursor = 0;
  #storedCursor = 0;
  #running: Promise<void> | undefined;
  #again = false;
  #started = false;
  #closed = false;
  #retry: Timer | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** The sequence up to which those who listen have got everything. */
  get position(): number {
    return this.#cursor;
  }

  async start(): Promise<void> {
    this.#cursor = await this.#options.repository.cursor();
    this.#storedCursor = this.#cursor;
    this.#started = true;
    this.wake();
  }

  /** Says that there may be new publications. Cheap; may be called at any time. */
  wake(): void {
    this.#again = true;
    if (this.#started && !this.#closed) this.#running ??= this.#run();
  }

  /** Finishes the batch at work. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.cancel();
    await this.#running;
    if (this.#cursor > this.#storedCursor) {
      await this.#store([], this.#cursor).catch((error: unknown) =>
        this.#options.log.warn({ error }, 'cursor not saved'),
      );
    }
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        while (!this.#closed && (await this.#matchBatch()) === BATCH);
      }
    } catch (error) {
      this.#options.log.error({ error }, 'publications could not be matched');
      // Where the stored cursor stands is not known after a failed commit.
      this.#started = false;
      this.#retry = this.#options.clock.after(RETRY_MS, () => this.#restart());
    } finally {
      this.#running = undefined;
    }
  }

  /** @returns how many publications there were */
  async #matchBatch(): Promise<number> {
    const { storage, onDeliveries } = this.#options;
    const publications = await readPublicationsAfter(storage, this.#cursor, BATCH);
    const last = publications.at(-1);
    if (!last) return 0;
    const matched = publications.flatMap((publication) => this.#match(publication));
    if (matched.length > 0 || last.sequence - this.#storedCursor >= CURSOR_LAG) {
      const stored = await this.#store(matched, last.sequence);
      if (stored.length > 0) onDeliveries(stored);
    }
    this.#cursor = last.sequence;
    return publications.length;
  }

  #match(publication: StoredPublication): NewDelivery[] {
    const { index, live, clock } = this.#options;
    if (!index.listensTo(publication)) return [];
    const createdOn = clock.now();
    const deliveries: NewDelivery[] = [];
    for (const subscriptionId of index.match(asMatched(publication), createdOn)) {
      if (live.has(subscriptionId)) live.deliver(subscriptionId, publication);
      else deliveries.push({ subscriptionId, publication, createdOn });
    }
    return deliveries;
  }

  async #store(deliveries: readonly NewDelivery[], to: number): Promise<Delivery[]> {
    const { storage, repository } = this.#options;
    const from = this.#storedCursor;
    const stored = await storage.transaction(async (tx) => {
      const moved = await repository.moveCursor(tx, from, to);
      if (!moved) throw new CursorMoved('another process has matched these publications');
      return repository.insert(tx, deliveries);
    });
    this.#storedCursor = to;
    return stored;
  }

  #restart(): void {
    this.start().catch((error: unknown) => {
      this.#options.log.error({ error }, 'publications could not be matched');
      if (!this.#closed) this.#retry = this.#options.clock.after(RETRY_MS, () => this.#restart());
    });
  }
}

class CursorMoved extends Error {
  override readonly name = 'CursorMoved';
}
