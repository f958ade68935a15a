import type { Clock, Timer } from '../../../src/clock.ts';

/** A clock that stands still until the test turns it. Begins now, because signatures are checked against real time. */
export class TestClock implements Clock {
  #now = Date.now();
  #timers: { due: number; run: () => void }[] = [];

  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    const timer = { due: this.#now + Math.max(0, ms), run };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  /** Whether a timer is due in just so many milliseconds from now. */
  awaits(ms: number): boolean {
    return this.#timers.some(({ due }) => due === this.#now + ms);
  }

  /** When the next timer is due, in milliseconds from now. */
  get nextIn(): number | undefined {
    return this.#timers.length === 0 ? undefined : Math.min(...this.#timers.map(({ due }) => due)) - this.#now;
  }

  /** Moves time on; runs what becomes due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.due);
      next.run();
    }
    this.#now = end;
  }
}
