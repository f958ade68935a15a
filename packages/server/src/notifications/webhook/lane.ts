import type { Timer } from '../../clock.ts';
import type { Delivery } from '../delivery.ts';

/**
 * queued: its first delivery waits for its turn. sending: the request is out. settling: the outcome is on its way to
 * disk. pausing: before a retry. loading: its next deliveries come from the database. finished: nothing left.
 */
export type LaneState = 'queued' | 'sending' | 'settling' | 'pausing' | 'loading' | 'finished';

/**
 * What may follow what. A lane sends its next delivery only after the outcome of the one before is on disk, so that a
 * crash repeats at most one delivery of a subject and never goes back behind it.
 */
const transitions: Readonly<Record<LaneState, readonly LaneState[]>> = {
  queued: ['sending'],
  sending: ['settling'],
  settling: ['queued', 'pausing', 'loading', 'finished'],
  pausing: ['queued'],
  loading: ['queued', 'loading', 'finished'],
  finished: [],
};

/** The deliveries of one subject to one subscription, strictly in order. */
export class Lane {
  readonly subject: string;
  readonly #maxQueued: number;
  #state: LaneState = 'queued';
  readonly #queue: Delivery[] = [];
  #lastSequence = 0;
  /** The database holds deliveries after the last one here. */
  #more = false;
  #cameWhileLoading = false;
  /** Runs while the lane is pausing. */
  pause: Timer | undefined;

  /** `maxQueued` deliveries are kept in memory; the rest waits in the database. */
  constructor(subject: string, maxQueued: number) {
    this.subject = subject;
    this.#maxQueued = maxQueued;
  }

  get state(): LaneState {
    return this.#state;
  }

  get first(): Delivery | undefined {
    return this.#queue[0];
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  get more(): boolean {
    return this.#more;
  }

  become(state: LaneState): void {
    if (!transitions[this.#state].includes(state)) throw new Error(`a lane cannot go from ${this.#state} to ${state}`);
    this.#state = state;
    if (state === 'loading') this.#cameWhileLoading = false;
  }

  /** Takes a later delivery, or notes that the database has it. Earlier ones are known already. */
  offer(delivery: Delivery): void {
    const { sequence } = delivery.publication;
    if (sequence <= this.#lastSequence) return;
    if (this.#more || this.#queue.length >= this.#maxQueued) {
      this.#more = true;
      this.#cameWhileLoading = true;
      return;
    }
    this.#queue.push(delivery);
    this.#lastSequence = sequence;
  }

  /** Takes what the database had after the last delivery here; `complete` when it held no more at the time. */
  load(deliveries: readonly Delivery[], complete: boolean): void {
    const more = !complete || this.#cameWhileLoading;
    this.#more = false;
    for (const delivery of deliveries) this.offer(delivery);
    this.#more ||= more;
    this.#cameWhileLoading = false;
  }

  /** The first delivery is done. */
  shift(): void {
    this.#queue.shift();
  }

  /** The first delivery has been tried once more. */
  countAttempt(): void {
    const [first] = this.#queue;
    if (first) this.#queue[0] = { ...first, attempts: first.attempts + 1 };
  }
}
