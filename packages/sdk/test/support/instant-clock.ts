import type { Clock, Timer } from '@cordboard/sdk';

/** Time that stands still until told; pauses are noted and end at once. */
export class InstantClock implements Clock {
  readonly pauses: number[] = [];
  #now: number;

  constructor(now = Date.parse('2026-11-24T12:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  after(ms: number, run: () => void): Timer {
    this.pauses.push(ms);
    const immediate = setImmediate(() => {
      this.#now += ms;
      run();
    });
    return { cancel: () => clearImmediate(immediate) };
  }
}
