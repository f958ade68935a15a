import type { Clock, Timer } from '@cordboard/sip';

const STEP_MS = 100;

/**
 * Many deadlines on one timer, in steps of 100 ms. A call sets three or four that almost never fire (ring timeout,
 * keep-alive, trunk timeout): a set insertion each instead of a timer each. Steps are counted, not read from the
 * clock, so a corrected or jumping clock ends no call.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #steps = new Map<number, Set<() => void>>();
  #timer: Timer | undefined;
  #step = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs once, about `ms` from now: at most two steps later, under load later still. */
  after(ms: number, run: () => void): Timer {
    const due = this.#step + Math.ceil(ms / STEP_MS) + 1;
    const entries = this.#steps.get(due) ?? new Set();
    this.#steps.set(due, entries);
    // A wrapper of its own: the same function may be set twice.
    const entry = () => run();
    entries.add(entry);
    this.#schedule();
    return {
      cancel: () => {
        entries.delete(entry);
        if (entries.size === 0 && this.#steps.get(due) === entries) this.#steps.delete(due);
      },
    };
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#steps.clear();
  }

  #schedule(): void {
    this.#timer ??= this.#clock.after(STEP_MS, () => this.#tick());
  }

  #tick(): void {
    this.#timer = undefined;
    this.#step += 1;
    const due = this.#steps.get(this.#step);
    this.#steps.delete(this.#step);
    for (const run of due ?? []) run();
    if (this.#steps.size > 0) this.#schedule();
  }
}
