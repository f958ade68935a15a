import type { Clock, Timer } from './clock.ts';
import type { Log } from './log.ts';

/** Something that is kept for some time only. */
export interface Kept {
  /** In the log. */
  readonly name: string;
  /** Deletes a batch of what is old. @returns how many; 0: nothing is left to do */
  deleteSome(now: number): Promise<number>;
}

export interface SweeperOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly kept: readonly Kept[];
  /** Between two looks. Default: an hour. */
  readonly intervalMs?: number;
}

/** Deletes what is old in small batches, at the start and from time to time, so that no transaction holds up the others. */
export class Sweeper {
  readonly #o: SweeperOptions;
  #timer: Timer | undefined;
  #sweeping = Promise.resolve();
  #closed = false;

  constructor(o: SweeperOptions) {
    this.#o = o;
  }

  start(): void {
    this.#sweeping = this.#sweepAll();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#sweeping;
  }

  async #sweepAll(): Promise<void> {
    const { clock, kept, intervalMs = 3_600_000 } = this.#o;
    for (const one of kept) await this.#sweep(one);
    if (!this.#closed) this.#timer = clock.after(intervalMs, () => this.start());
  }

  async #sweep(kept: Kept): Promise<void> {
    const { clock, log } = this.#o;
    let deleted = 0;
    try {
      for (let some = -1; some !== 0 && !this.#closed; deleted += some) some = await kept.deleteSome(clock.now());
    } catch (error) {
      log.error({ err: error }, `Old ${kept.name} could not be deleted`);
    }
    if (deleted > 0) log.info({ deleted }, `Old ${kept.name} were deleted`);
  }
}
