import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Storage, SubscriptionRow } from '../../storage/index.ts';
import type { Delivery } from '../delivery.ts';
import type { DeliveryRepository, NewAttempt } from '../delivery-repository.ts';
import type { NotificationSettings } from '../settings.ts';
import type { DisableCause } from '../subscription-repository.ts';
import { type Answer, attempt } from './attempt.ts';
import type { Connections } from './connections.ts';
import { Courier, isSuccess } from './courier.ts';
import { Journal, type Outcome } from './journal.ts';
import type { Lane } from './lane.ts';
import { pauseBeforeRetry, readRetryAfter } from './retry.ts';
import { StoredDeliveries } from './stored-deliveries.ts';
import { buildRequest } from './webhook-request.ts';

const LOAD_LIMIT = 500;
const GONE = 410;
/** Statuses with which a receiver asks for less (Standard Webhooks 1.0): Retry-After then holds for all subjects. */
const OVERLOADED: readonly number[] = [429, 502, 503, 504];

export interface DelivererOptions {
  readonly storage: Storage;
  readonly repository: DeliveryRepository;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly settings: NotificationSettings;
  /** The receiver will not get anything any more. */
  readonly onDisable: (subscriptionId: string, cause: DisableCause) => void;
}

/**
 * Delivers webhooks: at least once, in order per subscription and subject, and nobody waits for somebody else's
 * receiver. Deliveries are rows in the database before they come here and go when they are done, so nothing is lost
 * when the process dies.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #journal: Journal;
  readonly #stored: StoredDeliveries;
  /** The subscriptions that get webhooks; a courier exists only while there is something to deliver. */
  readonly #subscriptions = new Map<string, SubscriptionRow>();
  readonly #couriers = new Map<string, Courier>();
  /** Couriers with something to send while all places are taken. */
  readonly #queue: Courier[] = [];
  readonly #working = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #inFlight = 0;
  #closing = false;

  constructor(options: DelivererOptions) {
    const { storage, repository, clock, log } = options;
    this.#options = options;
    this.#journal = new Journal(storage, repository, clock, log);
    this.#stored = new StoredDeliveries(repository, clock, log, this.#stop.signal);
  }

  /** Makes a subscription known; `stored` when the database may hold deliveries for it. */
  add(row: SubscriptionRow, stored: boolean): void {
    this.remove(row.subscriptionId);
    this.#subscriptions.set(row.subscriptionId, row);
    if (!stored) return;
    const courier = this.#courier(row);
    courier.mailbox.expectStored();
    this.#load(courier);
  }

  /** Nothing more is sent for the subscription; a request that is out may still end. */
  remove(subscriptionId: string): void {
    this.#subscriptions.delete(subscriptionId);
    this.#couriers.get(subscriptionId)?.close();
    this.#couriers.delete(subscriptionId);
  }

  /** Takes deliveries that have just been stored, in order of sequence. */
  offer(deliveries: readonly Delivery[]): void {
    const touched = new Set<Courier>();
    const ownerless: number[] = [];
    for (const delivery of deliveries) {
      const row = this.#subscriptions.get(delivery.subscriptionId);
      if (row) touched.add(this.#courier(row).take(delivery));
      else ownerless.push(delivery.deliveryId);
    }
    for (const courier of touched) this.#send(courier);
    if (ownerless.length > 0) this.#track(this.#discard(ownerless));
  }

  /** Requests that are out. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Lets requests that are out end for a while, then ends them; what is not delivered stays stored. */
  async close(): Promise<void> {
    this.#closing = true;
    const { clock, settings } = this.#options;
    const grace = clock.after(settings.closeGraceMs, () => {
      this.#stop.abort();
      void this.#journal.close();
    });
    while (this.#working.size > 0) await Promise.all(this.#working);
    grace.cancel();
    await this.#journal.close();
    for (const courier of this.#couriers.values()) courier.close();
    this.#couriers.clear();
  }

  #courier(row: SubscriptionRow): Courier {
    const courier = this.#couriers.get(row.subscriptionId) ?? new Courier(row);
    this.#couriers.set(row.subscriptionId, courier);
    return courier;
  }

  /** Their subscription was removed while they were being stored. */
  async #discard(deliveryIds: readonly number[]): Promise<void> {
    const { storage, repository } = this.#options;
    await storage.transaction((tx) => repository.settle(tx, { doneIds: deliveryIds, failures: [], attempts: [] }));
  }

  #send(courier: Courier): void {
    const { clock, settings } = this.#options;
    while (!this.#closing) {
      if (this.#inFlight >= settings.inFlight) {
        if (!courier.waiting) this.#queue.push(courier);
        courier.waiting = true;
        break;
      }
      const lane = courier.next(settings.inFlightPerSubscription, clock.now());
      if (!lane) break;
      this.#track(this.#deliver(courier, lane));
    }
    this.#load(courier);
    const { subscriptionId } = courier.receiver;
    if (courier.idle && this.#couriers.get(subscriptionId) === courier) this.#couriers.delete(subscriptionId);
  }

  #track(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.#options.log.error({ error }, 'a delivery stopped unexpectedly'))
      .finally(() => this.#working.delete(done));
    this.#working.add(done);
  }

  async #deliver(courier: Courier, lane: Lane): Promise<void> {
    const delivery = lane.first;
    const { clock, connections, settings } = this.#options;
    const startedOn = clock.now();
    // Its rows go with the subscription: see sweep.
    if (!delivery || courier.expiresOn <= startedOn) return;
    lane.become('sending');
    courier.inFlight += 1;
    this.#inFlight += 1;
    const request = buildRequest(delivery, courier.receiver, startedOn);
    const { url } = courier.receiver;
    const answer = await attempt(connections, url, request, {
      clock,
      timeoutMs: settings.timeoutMs,
      signal: this.#stop.signal,
    });
    courier.inFlight -= 1;
    this.#inFlight -= 1;
    if (!this.#stop.signal.aborted) await this.#settle(courier, lane, delivery, answer, startedOn);
    this.#send(courier);
    this.#serveQueue();
  }

  async #settle(courier: Courier, lane: Lane, delivery: Delivery, answer: Answer, startedOn: number): Promise<void> {
    lane.become('settling');
    const now = this.#options.clock.now();
    const record = recordOf(courier, delivery, answer, startedOn, now);
    if (isSuccess(answer)) {
      const outcome: Outcome = { kind: 'done', deliveryId: delivery.deliveryId, attempt: record };
      if (await this.#journal.write(outcome)) this.#afterSuccess(courier, lane);
    } else {
      const pauseMs = this.#pauseAfter(courier, delivery, answer, now);
      const failure = {
        deliveryId: delivery.deliveryId,
        attempts: record.attempt,
        dueOn: now + pauseMs,
        lastStatus: answer.status ?? null,
        lastError: record.error ?? null,
      };
      const outcome: Outcome = { kind: 'failed', failure, attempt: record };
      if (await this.#journal.write(outcome)) this.#afterFailure(courier, lane, answer, pauseMs);
    }
  }

  #afterSuccess(courier: Courier, lane: Lane): void {
    lane.shift();
    if (courier.closed) return;
    if (courier.succeeded()) this.#resumeAll(courier);
    if (lane.first) this.#queueLane(courier, lane);
    else if (lane.more) this.#track(this.#loadLane(courier, lane));
    else this.#finish(courier, lane);
  }

  #afterFailure(courier: Courier, lane: Lane, answer: Answer, pauseMs: number): void {
    lane.countAttempt();
    if (courier.closed) return;
    const { clock, settings, log } = this.#options;
    const { subscriptionId } = courier.receiver;
    const since = courier.failingSince ?? clock.now();
    if (answer.status === GONE || clock.now() - since >= settings.disableAfterMs) {
      this.#disable(courier, answer.status === GONE ? 'gone' : 'failing');
      return;
    }
    log.debug({ subscriptionId, status: answer.status, pauseMs }, 'webhook not delivered, will be tried again');
    lane.become('pausing');
    lane.pause = clock.after(pauseMs, () => this.#resume(courier, lane));
  }

  /** How long the lane pauses. A receiver that asks for less gets nothing at all in the meantime. */
  #pauseAfter(courier: Courier, delivery: Delivery, answer: Answer, now: number): number {
    const { settings, random } = this.#options;
    courier.failed(delivery);
    const askedMs = answer.status === undefined ? 0 : readRetryAfter(answer.retryAfter, now);
    if (askedMs > 0 && answer.status !== undefined && OVERLOADED.includes(answer.status)) {
      courier.silentUntil = Math.max(courier.silentUntil, now + askedMs);
    }
    return pauseBeforeRetry(settings.retryMs, delivery.attempts + 1, random(), askedMs);
  }

  #resume(courier: Courier, lane: Lane): void {
    lane.pause = undefined;
    if (courier.closed || this.#closing) return;
    this.#queueLane(courier, lane);
    this.#send(courier);
  }

  /** The receiver is back: everything that pauses is tried at once. */
  #resumeAll(courier: Courier): void {
    this.#options.log.info({ subscriptionId: courier.receiver.subscriptionId }, 'webhook receiver answers again');
    for (const lane of courier.mailbox.lanes.values()) {
      if (lane.state !== 'pausing') continue;
      lane.pause?.cancel();
      lane.pause = undefined;
      this.#queueLane(courier, lane);
    }
  }

  #queueLane(courier: Courier, lane: Lane): void {
    lane.become('queued');
    courier.mailbox.ready.push(lane);
  }

  #finish(courier: Courier, lane: Lane): void {
    lane.become('finished');
    courier.mailbox.closeLane(lane);
  }

  #disable(courier: Courier, cause: DisableCause): void {
    const { subscriptionId } = courier.receiver;
    this.#options.log.warn({ subscriptionId, cause }, 'subscription disabled');
    this.remove(subscriptionId);
    this.#options.onDisable(subscriptionId, cause);
  }

  #serveQueue(): void {
    while (this.#inFlight < this.#options.settings.inFlight) {
      const courier = this.#queue.shift();
      if (!courier) return;
      courier.waiting = false;
      this.#send(courier);
    }
  }

  #load(courier: Courier): void {
    if (courier.closed || this.#closing) return;
    const after = courier.mailbox.beginLoad();
    if (after !== undefined) this.#track(this.#loadStored(courier, after));
  }

  async #loadStored(courier: Courier, afterSequence: number): Promise<void> {
    const { subscriptionId } = courier.receiver;
    const page = await this.#stored.page({ subscriptionId, afterSequence, limit: LOAD_LIMIT });
    if (courier.closed) return;
    if (page) courier.mailbox.load(page, page.length < LOAD_LIMIT);
    else courier.mailbox.loadFailed();
    this.#send(courier);
  }

  async #loadLane(courier: Courier, lane: Lane): Promise<void> {
    const { subscriptionId } = courier.receiver;
    const limit = courier.mailbox.limits.queued;
    do {
      lane.become('loading');
      const of = { subscriptionId, subject: lane.subject, afterSequence: lane.lastSequence, limit };
      const page = await this.#stored.page(of);
      if (courier.closed || this.#closing) return;
      if (page) courier.mailbox.loadLane(lane, page, page.length < limit);
    } while (!lane.first && lane.more);
    if (lane.first) this.#queueLane(courier, lane);
    else this.#finish(courier, lane);
    this.#send(courier);
  }
}

function recordOf(courier: Courier, delivery: Delivery, answer: Answer, startedOn: number, now: number) {
  const { publication } = delivery;
  return {
    subscriptionId: delivery.subscriptionId,
    publicationId: publication.publicationId,
    sequence: publication.sequence,
    attempt: delivery.attempts + 1,
    startedOn,
    durationMs: Math.max(0, now - startedOn),
    status: answer.status ?? null,
    error: answer.status === undefined ? answer.error : isSuccess(answer) ? null : `answered ${answer.status}`,
    requestUrl: courier.receiver.url.href,
  } satisfies NewAttempt;
}
