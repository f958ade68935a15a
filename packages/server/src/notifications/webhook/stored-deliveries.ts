import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Delivery } from '../delivery.ts';
import type { DeliveryRepository } from '../delivery-repository.ts';

/** Reads at a time: after a restart every subscription with something pending asks at once. */
const MAX_READS = 16;
const RETRY_MS = 1_000;

/** Reads pending deliveries back from the database, a few at a time, and waits when it cannot be read. */
export class StoredDeliveries {
  readonly #repository: DeliveryRepository;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  readonly #waiting: (() => void)[] = [];
  #reads = 0;

  /** `signal` ends the waiting. */
  constructor(repository: DeliveryRepository, clock: Clock, log: Log, signal: AbortSignal) {
    this.#repository = repository;
    this.#clock = clock;
    this.#log = log;
    this.#signal = signal;
  }

  /** A page in order of sequence; undefined, after a pause, when the database could not be read. */
  async page(of: Parameters<DeliveryRepository['pending']>[0]): Promise<Delivery[] | undefined> {
    if (this.#reads >= MAX_READS) await new Promise<void>((turn) => this.#waiting.push(turn));
    this.#reads += 1;
    try {
      return await this.#repository.pending(of);
    } catch (error) {
      this.#log.error({ error }, 'stored deliveries could not be read');
      await this.#pause();
      return undefined;
    } finally {
      this.#reads -= 1;
      this.#waiting.shift()?.();
    }
  }

  #pause(): Promise<void> {
    return new Promise((over) => {
      const end = () => {
        timer.cancel();
        this.#signal.removeEventListener('abort', end);
        over();
      };
      const timer = this.#clock.after(RETRY_MS, end);
      this.#signal.addEventListener('abort', end);
      if (this.#signal.aborted) end();
    });
  }
}
