import { setImmediate, setTimeout } from 'node:timers/promises';

/** Part of the time that commits may take from an event loop that has no time to spare. */
const SHARE = 0.1;
/** Above it the loop has none. */
const BUSY = 0.75;
/** Longest pause: a disk that stood still once must not make everybody wait ten times as long. */
const LONGEST_MS = 20;
/** Over which it is looked at. */
const SAMPLE_MS = 50;

/**
 * When the next batch may begin. A commit stops the event loop until the disk has it. While the loop has time to spare
 * each goes at once; when it has none they are spaced, so that calls and requests go on in between and share the next.
 */
export class CommitPace {
  #seen = performance.eventLoopUtilization();
  #seenAt = performance.now();
  #busy = false;
  #lastMs = 0;

  /** A commit that took so long. */
  spent(ms: number): void {
    this.#lastMs = ms;
  }

  /** At least a turn of the event loop: what it still queues joins, and its sockets are read. */
  async next(): Promise<void> {
    this.#look();
    if (this.#busy) await setTimeout(Math.min(LONGEST_MS, Math.ceil(this.#lastMs / SHARE)));
    else await setImmediate();
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#seenAt < SAMPLE_MS) return;
    const seen = performance.eventLoopUtilization();
    this.#busy = performance.eventLoopUtilization(seen, this.#seen).utilization > BUSY;
    this.#seen = seen;
    this.#seenAt = now;
  }
}
