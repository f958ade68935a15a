import type { SubscriptionRow } from '../../storage/index.ts';
import type { Delivery } from '../delivery.ts';
import type { Lane } from './lane.ts';
import { Mailbox } from './mailbox.ts';
import { type Receiver, receiverOf } from './webhook-request.ts';

/** Failures in a row after which a receiver counts as failing. */
const FAILING_AFTER = 3;

/** One subscription's deliveries, and how its receiver has been doing. */
export class Courier {
  readonly mailbox = new Mailbox();
  #receiver: Receiver;
  #expiresOn: number;
  inFlight = 0;
  /** Waits in the deliverer's queue for a free place. */
  waiting = false;
  /** The receiver asked for silence until then. */
  silentUntil = 0;
  closed = false;
  #failuresInARow = 0;
  #failingSince: number | undefined;
  /** Has answered well since it is here. */
  #proven = false;

  constructor(row: SubscriptionRow) {
    this.#receiver = receiverOf(row);
    this.#expiresOn = row.expiresOn;
    if (row.failingSince !== null) {
      this.#failingSince = row.failingSince;
      this.#failuresInARow = FAILING_AFTER;
    }
  }

  get receiver(): Receiver {
    return this.#receiver;
  }

  get expiresOn(): number {
    return this.#expiresOn;
  }

  /** Its subscription was renewed or changed; requests that are out end as they began. */
  update(row: SubscriptionRow): void {
    this.#receiver = receiverOf(row);
    this.#expiresOn = row.expiresOn;
  }

  /** Nothing to deliver, and nothing to remember about the receiver. */
  get idle(): boolean {
    return this.inFlight === 0 && !this.waiting && this.#failuresInARow === 0 && this.mailbox.idle;
  }

  take(delivery: Delivery): this {
    this.mailbox.offer(delivery);
    return this;
  }

  get failing(): boolean {
    return this.#failuresInARow >= FAILING_AFTER;
  }

  /** Its last answer was not good. */
  get doubtful(): boolean {
    return this.#failuresInARow > 0;
  }

  /** Since when nothing was delivered; undefined while things go well. */
  get failingSince(): number | undefined {
    return this.#failingSince;
  }

  /**
   * True when a lane may be sent from: fewer than `limit` requests are out, and one only as long as it is not known
   * that the receiver answers.
   */
  maySend(limit: number, now: number): boolean {
    if (this.closed || now < this.silentUntil || this.mailbox.ready.length === 0) return false;
    return this.inFlight < (this.#proven && !this.failing ? limit : 1);
  }

  next(): Lane | undefined {
    return this.mailbox.ready.shift();
  }

  /** Notes a success. @returns true when the receiver has come back from failing */
  succeeded(): boolean {
    const recovered = this.failing;
    this.#proven = true;
    this.#failuresInARow = 0;
    this.#failingSince = undefined;
    this.silentUntil = 0;
    return recovered;
  }

  /** Notes a failure. @returns true when with this one the receiver counts as failing */
  failed(delivery: Delivery): boolean {
    this.#failuresInARow += 1;
    // After a restart the age of the delivery tells how long it has been going on.
    this.#failingSince ??= delivery.createdOn;
    return this.#failuresInARow === FAILING_AFTER;
  }

  close(): void {
    this.closed = true;
    this.mailbox.clear();
  }
}
