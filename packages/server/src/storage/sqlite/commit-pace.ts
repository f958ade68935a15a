import { setImmediate, setTimeout } from 'node:timers/promises';

/** Part of the time that commits may take from the event loop under load. */
const SHARE = 0.1;
/** Milliseconds of commits that may be spent at once after a quiet time. */
const BURST_MS = 10;

/**
 * When the next batch may begin. A commit stops the event loop until the disk has it: seldom commits cost nothing and go
 * at once; under load they are spaced, so that calls and requests go on in between and share the next one.
 */
export class CommitPace {
  #savedMs = BURST_MS;
  #seenAt = performance.now();

  /** A commit that took so long. */
  spent(ms: number): void {
    this.#refill();
    this.#savedMs -= ms;
  }

  /** At least a turn of the event loop: what it still queues joins, and its sockets are read. */
  async next(): Promise<void> {
    this.#refill();
    if (this.#savedMs >= 0) await setImmediate();
    else await setTimeout(Math.ceil(-this.#savedMs / SHARE));
  }

  #refill(): void {
    const now = performance.now();
    this.#savedMs = Math.min(BURST_MS, this.#savedMs + (now - this.#seenAt) * SHARE);
    this.#seenAt = now;
  }
}
