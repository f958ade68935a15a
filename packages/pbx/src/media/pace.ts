import { FRAME_MS } from '@cordboard/rtp';

/** Steps that are made up for after a delay; more would be a burst that telephones throw away. */
const CATCH_UP = 5;

/** Something that has work every 20 ms. */
export interface Paced {
  /** One step; false when there is no more work. `now` in milliseconds of a clock that does not jump. */
  tick(now: number): boolean;
}

/** The 20 ms clock of the worker. It stands still while nobody needs it. */
export class Pace {
  readonly #items = new Set<Paced>();
  #timer: NodeJS.Timeout | undefined;
  #next = 0;

  add(item: Paced): void {
    this.#items.add(item);
    if (this.#timer !== undefined) return;
    this.#next = performance.now();
    this.#timer = setTimeout(() => this.#run(), 0);
  }

  stop(): void {
    this.#items.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run(): void {
    const now = performance.now();
    for (let steps = 0; this.#next <= now && steps < CATCH_UP; steps += 1) {
      for (const item of this.#items) if (!item.tick(now)) this.#items.delete(item);
      this.#next += FRAME_MS;
    }
    if (this.#next <= now) this.#next = now + FRAME_MS;
    const again = this.#items.size > 0;
    this.#timer = again ? setTimeout(() => this.#run(), Math.max(0, this.#next - performance.now())) : undefined;
  }
}
