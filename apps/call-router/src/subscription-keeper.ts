import {
  type Clock,
  type CordboardClient,
  CordboardError,
  type Subscription,
  type Timer,
  topics,
} from '@cordboard/sdk';
import type { Report } from './report.ts';
import { messageOf } from './route-call.ts';
import { subjectFilterOf } from './rules/endpoints.ts';

/** The tutorial's filter: calls that begin to ring. */
const RINGING = "$.publications[?(@.content.state == 'ringing')]";
/** Renewed this long before it expires, or in the last tenth of a short life. */
const RENEW_BEFORE_MS = 300_000;
const LONGEST_PAUSE_MS = 30_000;
/** A platform that hangs must not keep the router from its work, or from ending. */
const REMOVAL_PATIENCE_MS = 5_000;

export interface KeeperOptions {
  readonly client: CordboardClient;
  readonly clock: Clock;
  readonly report: Report;
  readonly applicationId: string;
  /** Where the platform delivers to. */
  readonly publicUrl: string;
  /** How often it is looked whether the subscription is still there. */
  readonly checkEveryMs: number;
  /** Called after each new subscription: there may be calls that nobody told of. */
  onSubscribed(): void;
}

/**
 * Keeps one subscription alive: makes the next one before it expires, and another when it has vanished or was disabled
 * (contract section 6: subscriptions are renewed by making them again). The new one is made before the old one is
 * removed, so that no call is missed; both secrets are good in between.
 */
export class SubscriptionKeeper {
  readonly #o: KeeperOptions;
  #endpoints: readonly string[] = [];
  #current: Subscription | undefined;
  #filter = '';
  /** By our clock, whatever the platform's shows: milliseconds since the epoch. */
  #renewAt = 0;
  /** Secrets of this and the former subscription: its last deliveries may still be on their way. */
  #secrets: string[] = [];
  /** One piece of work at a time. */
  #work: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;
  #failures = 0;
  #closed = false;

  constructor(options: KeeperOptions) {
    this.#o = options;
  }

  get subscriptionId(): string | undefined {
    return this.#current?.subscriptionId;
  }

  get secrets(): readonly string[] {
    return this.#secrets;
  }

  /** Resolves when nothing is being done to the subscription. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Removes what a former run left at this address, and subscribes. Throws when the platform refuses. */
  async start(endpoints: readonly string[]): Promise<void> {
    this.#endpoints = endpoints;
    await this.#inTurn(async () => {
      await this.#removeLeftovers();
      await this.#replace();
    });
    this.#schedule();
  }

  /** Watches other endpoints from now on. */
  async watch(endpoints: readonly string[]): Promise<void> {
    if (subjectFilterOf(endpoints) === subjectFilterOf(this.#endpoints)) return;
    this.#endpoints = endpoints;
    await this.#tend(() => this.#replace());
  }

  /** Ends the subscription; the platform may be gone already. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#inTurn(() => this.#remove(this.#current)).catch(() => {});
    this.#current = undefined;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#work.then(work);
    this.#work = turn.catch(() => {});
    return turn;
  }

  #schedule(): void {
    this.#timer?.cancel();
    if (this.#closed) return;
    const { checkEveryMs, clock } = this.#o;
    const backOff = Math.min(500 * 2 ** this.#failures, LONGEST_PAUSE_MS);
    const regular = Math.max(0, Math.min(checkEveryMs, this.#renewAt - clock.now()));
    const ms = this.#failures > 0 ? backOff : regular;
    this.#timer = clock.after(ms, () => void this.#tend(() => this.#check()));
  }

  /** Does work that must not fail for good: what fails is said, and tried again later. */
  async #tend(work: () => Promise<void>): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#inTurn(work);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#o.report.warn(`the subscription could not be looked after: ${messageOf(error)}`);
    }
    this.#schedule();
  }

  async #check(): Promise<void> {
    const subscription = this.#current;
    const outdated = this.#filter !== subjectFilterOf(this.#endpoints) || this.#o.clock.now() >= this.#renewAt;
    if (subscription === undefined || outdated) return await this.#replace();
    const problem = await this.#problemOf(subscription);
    if (problem === undefined || this.#closed) return;
    this.#o.report.warn(`the subscription ${problem}; subscribing again`);
    await this.#replace();
  }

  async #problemOf({ subscriptionId }: Subscription): Promise<string | undefined> {
    try {
      const { status } = await this.#o.client.subscriptions.get(subscriptionId);
      return status === 'disabled' ? 'was disabled' : undefined;
    } catch (error) {
      if (error instanceof CordboardError && error.status === 404) return 'has vanished';
      throw error;
    }
  }

  async #replace(): Promise<void> {
    const former = this.#current;
    const subjectFilter = subjectFilterOf(this.#endpoints);
    const next = await this.#o.client.subscriptions.create({
      applicationId: this.#o.applicationId,
      deviceId: this.#o.publicUrl,
      transport: 'webhook',
      topic: topics.media,
      subjectFilter,
      publicationFilter: RINGING,
      methodFilter: 'PUT',
    });
    if (next.secret === undefined) {
      await this.#remove(next);
      throw new Error('The platform gives no secret for its webhooks, so that none could be believed');
    }
    this.#current = next;
    this.#filter = subjectFilter;
    this.#renewAt = this.#o.clock.now() + usableMs(next);
    this.#secrets = [next.secret, ...this.#secrets].slice(0, 2);
    await this.#remove(former);
    this.#o.onSubscribed();
  }

  async #remove(subscription: Subscription | undefined): Promise<void> {
    if (subscription === undefined) return;
    try {
      const signal = AbortSignal.timeout(REMOVAL_PATIENCE_MS);
      await this.#o.client.subscriptions.delete(subscription.subscriptionId, { signal });
    } catch (error) {
      if (error instanceof CordboardError && error.status === 404) return;
      this.#o.report.warn(`subscription ${subscription.subscriptionId} could not be removed: ${messageOf(error)}`);
    }
  }

  /** A run that was killed left its subscription, whose webhooks nobody here could believe. */
  async #removeLeftovers(): Promise<void> {
    const mine = await Array.fromAsync(this.#o.client.subscriptions.list());
    for (const one of mine.filter(({ deviceId }) => deviceId === this.#o.publicUrl)) await this.#remove(one);
  }
}

/** How long a subscription is used before the next one is made. */
function usableMs({ createdOn, expiryDateTime }: Subscription): number {
  const lifetimeMs = Date.parse(expiryDateTime) - Date.parse(createdOn);
  if (!(lifetimeMs > 0)) return RENEW_BEFORE_MS;
  return lifetimeMs - Math.min(RENEW_BEFORE_MS, lifetimeMs / 10);
}
