import type { Clock, Timer } from '@cordboard/sdk';

interface Waiting {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes when the test says so. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-11-24T12:00:00Z');
  readonly #waiting = new Set<Waiting>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    const waiting = { at: this.#now + ms, run };
    this.#waiting.add(waiting);
    return { cancel: () => void this.#waiting.delete(waiting) };
  }

  /** Milliseconds until the next timer; undefined when none runs. */
  get next(): number | undefined {
    const times = [...this.#waiting].map(({ at }) => at);
    return times.length === 0 ? undefined : Math.min(...times) - this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = [...this.#waiting].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    for (const waiting of due) {
      if (this.#waiting.delete(waiting)) waiting.run();
    }
  }
}
