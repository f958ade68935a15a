import type { Delivery } from '../delivery.ts';
import { Lane } from './lane.ts';

/** How much of one subscription is kept in memory. */
export interface MailboxLimits {
  /** Subjects. Below half of them, what overflowed is loaded. */
  readonly lanes: number;
  /** Deliveries of one subject. */
  readonly queued: number;
}

const defaultLimits: MailboxLimits = { lanes: 500, queued: 20 };

/**
 * The pending deliveries of one subscription: a lane a subject, as far as they fit in memory. What does not fit stays
 * in the database and is loaded when lanes get free.
 *
 * While there is overflow, every delivery before `overflowAfter` is in a lane (or announced by its `more`), and every
 * later one is loaded in order of sequence; newly made ones wait for that, so that none overtakes.
 */
export class Mailbox {
  readonly lanes = new Map<string, Lane>();
  /** Lanes whose first delivery may be sent, in the order in which they became so. */
  readonly ready: Lane[] = [];
  /** Deliveries after this sequence may be in the database only. */
  #overflowAfter: number | undefined;
  #cameWhileLoading = false;
  #loading = false;
  readonly limits: MailboxLimits;

  constructor(limits = defaultLimits) {
    this.limits = limits;
  }

  /** Everything that the database holds is still to be loaded. */
  expectStored(): void {
    this.#overflowAfter = 0;
  }

  get idle(): boolean {
    return this.lanes.size === 0 && this.#overflowAfter === undefined;
  }

  /** Takes a delivery that was just made. */
  offer(delivery: Delivery): void {
    const { subject, sequence } = delivery.publication;
    if (this.#overflowAfter !== undefined) {
      this.#cameWhileLoading = true;
      return;
    }
    const lane = this.lanes.get(subject);
    if (lane) lane.offer(delivery);
    else if (this.lanes.size >= this.limits.lanes) this.#overflowAfter = sequence - 1;
    else this.#openLane(delivery);
  }

  /** The sequence after which deliveries are to be loaded now, if so. The caller then calls `load` or `loadFailed`. */
  beginLoad(): number | undefined {
    if (this.#overflowAfter === undefined || this.#loading || this.lanes.size > this.limits.lanes / 2) return undefined;
    this.#loading = true;
    this.#cameWhileLoading = false;
    return this.#overflowAfter;
  }

  /** Takes a page of stored deliveries; `complete` when the database held no more at the time. */
  load(page: readonly Delivery[], complete: boolean): void {
    this.#loading = false;
    for (const delivery of page) {
      const lane = this.lanes.get(delivery.publication.subject);
      if (lane) lane.offer(delivery);
      else if (this.lanes.size < this.limits.lanes) this.#openLane(delivery);
      else return;
      this.#overflowAfter = delivery.publication.sequence;
    }
    if (complete && !this.#cameWhileLoading) this.#overflowAfter = undefined;
  }

  loadFailed(): void {
    this.#loading = false;
  }

  /** Gives a lane what the database had for it. What belongs to the overflow comes with the overflow, and only then. */
  loadLane(lane: Lane, deliveries: readonly Delivery[], complete: boolean): void {
    const end = this.#overflowAfter ?? Number.POSITIVE_INFINITY;
    lane.load(
      deliveries.filter((delivery) => delivery.publication.sequence <= end),
      complete || deliveries.some((delivery) => delivery.publication.sequence > end),
    );
  }

  /** The lane has nothing left. */
  closeLane(lane: Lane): void {
    this.lanes.delete(lane.subject);
  }

  /** Forgets everything; stops the pauses. */
  clear(): void {
    for (const lane of this.lanes.values()) lane.pause?.cancel();
    this.lanes.clear();
    this.ready.length = 0;
    this.#overflowAfter = undefined;
  }

  #openLane(delivery: Delivery): void {
    const lane = new Lane(delivery.publication.subject, this.limits.queued);
    lane.offer(delivery);
    this.lanes.set(lane.subject, lane);
    this.ready.push(lane);
  }
}
