import { type Clock, systemClock, type Timer } from '../../src/clock.ts';

/** A clock whose time the test sets, so that 15 days pass in no time. Timers run on real time, as if it had not moved. */
export class SetClock implements Clock {
  #now = Date.now();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    return systemClock.after(ms, run);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
