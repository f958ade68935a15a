/** A running timer. `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/** The one source of time; injected, so that tests turn it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after `ms` milliseconds. Timers keep the process alive; who starts one cancels it on close. */
  after(ms: number, run: () => void): Timer;
}

class SystemTimer implements Timer {
  readonly #timeout: NodeJS.Timeout;

  constructor(ms: number, run: () => void) {
    this.#timeout = setTimeout(run, ms);
  }

  cancel(): void {
    clearTimeout(this.#timeout);
  }
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => new SystemTimer(ms, run),
};

/** A clock that stands still until a test advances it. */
export class ManualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Map<number, { due: number; run: () => void }>();

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  /** Timers that have neither run nor been cancelled. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    this.#order += 1;
    const id = this.#order;
    this.#timers.set(id, { due: this.#now + Math.max(0, ms), run });
    return { cancel: () => this.#timers.delete(id) };
  }

  /** Moves time on and runs what becomes due, in order, also what those timers start. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers]
        .filter(([, timer]) => timer.due <= end)
        .sort(([one, a], [other, b]) => a.due - b.due || one - other)[0];
      if (next === undefined) break;
      const [id, timer] = next;
      this.#timers.delete(id);
      this.#now = timer.due;
      timer.run();
    }
    this.#now = end;
  }
}
