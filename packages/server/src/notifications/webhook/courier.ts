import type { SubscriptionRow } from '../../storage/index.ts';
import type { Delivery } from '../delivery.ts';
import type { Answer } from './attempt.ts';
import type { Lane } from './lane.ts';
import { Mailbox } from './mailbox.ts';
import type { Receiver } from './webhook-request.ts';

/** Failures in a row after which a receiver counts as failing. */
const FAILING_AFTER = 3;

/** One subscription's deliveries, and how its receiver has been doing. */
export class Courier {
  readonly mailbox = new Mailbox();
  readonly receiver: Receiver;
  readonly expiresOn: number;
  inFlight = 0;
  /** Waits in the deliverer's queue for a free place. */
  waiting = false;
  /** The receiver asked for silence until then. */
  silentUntil = 0;
  closed = false;
  #failuresInARow = 0;
  #failingSince: number | undefined;

  constructor(row: SubscriptionRow) {
    const { subscriptionId, applicationId, secret } = row;
    this.receiver = { subscriptionId, applicationId, secret, url: new URL(row.deviceId) };
    this.expiresOn = row.expiresOn;
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

  /** Since when nothing was delivered; undefined while things go well. */
  get failingSince(): number | undefined {
    return this.#failingSince;
  }

  /** The next lane to send from, while fewer than `limit` requests are out. */
  next(limit: number, now: number): Lane | undefined {
    if (this.closed || now < this.silentUntil) return undefined;
    return this.inFlight < (this.failing ? 1 : limit) ? this.mailbox.ready.shift() : undefined;
  }

  /** Notes a success. @returns true when the receiver has come back from failing */
  succeeded(): boolean {
    const recovered = this.failing;
    this.#failuresInARow = 0;
    this.#failingSince = undefined;
    this.silentUntil = 0;
    return recovered;
  }

  /** Notes a failure. After a restart the age of the delivery tells how long it has been going on. */
  failed(delivery: Delivery): void {
    this.#failuresInARow += 1;
    this.#failingSince ??= delivery.createdOn;
  }

  close(): void {
    this.closed = true;
    this.mailbox.clear();
  }
}

/** 2xx is success and nothing else is: a redirect is not followed (Standard Webhooks 1.0). */
export function isSuccess(answer: Answer): boolean {
  return answer.status !== undefined && answer.status >= 200 && answer.status < 300;
}
