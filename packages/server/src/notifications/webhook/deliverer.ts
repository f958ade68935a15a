import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Storage, SubscriptionRow } from '../../storage/index.ts';
import type { Delivery } from '../delivery.ts';
import type { DeliveryRepository, NewAttempt } from '../delivery-repository.ts';
import type { NotificationSettings } from '../settings.ts';
import type { DisableCause } from '../subscription-repository.ts';
import { attempt } from './attempt.ts';
import type { Connections } from './connections.ts';
import { Courier } from './courier.ts';
import { Journal, type Outcome } from './journal.ts';
import type { Lane } from './lane.ts';
import { type Place, Places } from './places.ts';
import { recordOf, type Sent } from './record.ts';
import { StoredDeliveries } from './stored-deliveries.ts';
import { judge, type Verdict } from './verdict.ts';
import { buildRequest } from './webhook-request.ts';

const LOAD_LIMIT = 500;

export interface DelivererOptions {
  readonly storage: Storage;
  readonly repository: DeliveryRepository;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly settings: NotificationSettings;
  readonly health: ReceiverHealth;
}

/** Hears how receivers do. */
export interface ReceiverHealth {
  /** Nothing was delivered since then (milliseconds since the epoch), several times in a row. */
  failing(subscriptionId: string, since: number): void;
  /** It answers again. */
  recovered(subscriptionId: string): void;
  /** It will not get anything any more. */
  disable(subscriptionId: string, cause: DisableCause): void;
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
  readonly #places: Places;
  readonly #working = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #closing = false;

  constructor(options: DelivererOptions) {
    const { storage, repository, clock, log } = options;
    this.#options = options;
    this.#places = new Places(options.settings);
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

  /** A subscription was renewed or changed. What pauses for a receiver that is at another place now is tried at once. */
  update(row: SubscriptionRow): void {
    const before = this.#subscriptions.get(row.subscriptionId);
    if (!before) {
      this.add(row, true);
      return;
    }
    this.#subscriptions.set(row.subscriptionId, row);
    const courier = this.#couriers.get(row.subscriptionId);
    courier?.update(row);
    if (!courier || before.deviceId === row.deviceId) return;
    this.#resumeAll(courier);
    this.#send(courier);
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
    return this.#places.taken;
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
    await storage.transaction((tx) => repository.settle(tx, { doneIds: deliveryIds }));
  }

  #send(courier: Courier): void {
    const { clock, settings } = this.#options;
    while (!this.#closing && courier.maySend(settings.inFlightPerSubscription, clock.now())) {
      const place = this.#places.take(courier);
      if (!place) break;
      this.#track(this.#deliver(courier, courier.next()!, place));
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

  async #deliver(courier: Courier, lane: Lane, place: Place): Promise<void> {
    const startedOn = this.#options.clock.now();
    const delivery = lane.first;
    courier.inFlight += 1;
    try {
      // The rows of an expired subscription go with it: see sweep.
      if (delivery && courier.expiresOn > startedOn) await this.#deliverOne(courier, lane, delivery, startedOn);
    } finally {
      courier.inFlight -= 1;
      this.#places.free(place);
    }
    this.#send(courier);
    for (let next = this.#places.next(place.host); next; next = this.#places.next(place.host)) this.#send(next);
  }

  async #deliverOne(courier: Courier, lane: Lane, delivery: Delivery, startedOn: number): Promise<void> {
    const { clock, connections, settings } = this.#options;
    lane.become('sending');
    if (this.#isTooOld(delivery, startedOn)) return await this.#drop(courier, lane, delivery);
    const { url } = courier.receiver;
    const request = buildRequest(delivery, courier.receiver, startedOn);
    const answer = await attempt(connections, url, request, {
      clock,
      timeoutMs: settings.timeoutMs,
      signal: this.#stop.signal,
    });
    if (!this.#stop.signal.aborted) {
      const sent = { delivery, url, request, answer, startedOn, endedOn: clock.now() };
      await this.#settle(courier, lane, delivery, sent);
    }
  }

  #isTooOld({ createdOn, publication }: Delivery, now: number): boolean {
    return createdOn + (this.#options.settings.maxAgeMs[publication.topic] ?? Number.POSITIVE_INFINITY) <= now;
  }

  async #drop(courier: Courier, lane: Lane, { deliveryId, subscriptionId }: Delivery): Promise<void> {
    lane.become('settling');
    if (await this.#journal.write({ kind: 'dropped', deliveryId, subscriptionId })) this.#goOn(courier, lane);
  }

  async #settle(courier: Courier, lane: Lane, delivery: Delivery, sent: Sent): Promise<void> {
    const { settings, random } = this.#options;
    const { answer, endedOn: now } = sent;
    lane.become('settling');
    const attempts = delivery.attempts + 1;
    const verdict = judge(answer, { attempts, retryMs: settings.retryMs, random: random(), now });
    if (verdict.kind !== 'delivered') this.#noteFailure(courier, delivery, verdict, now);
    const record = recordOf(sent, 'schedule');
    if (await this.#journal.write(outcomeOf(verdict, delivery, record, now))) this.#after(courier, lane, verdict);
  }

  /** A receiver that asks for less gets nothing at all in the meantime. */
  #noteFailure(courier: Courier, delivery: Delivery, verdict: Verdict, now: number): void {
    const { subscriptionId } = courier.receiver;
    if (verdict.kind === 'retry') courier.silentUntil = Math.max(courier.silentUntil, now + verdict.silentMs);
    if (courier.failed(delivery)) this.#options.health.failing(subscriptionId, courier.failingSince ?? now);
  }

  #after(courier: Courier, lane: Lane, verdict: Verdict): void {
    if (verdict.kind === 'delivered') {
      if (!courier.closed && courier.succeeded()) this.#recover(courier);
      this.#goOn(courier, lane);
    } else if (!courier.closed && (verdict.kind === 'gone' || this.#failsTooLong(courier))) {
      this.#disable(courier, verdict.kind === 'gone' ? 'gone' : 'failing');
    } else if (verdict.kind === 'retry') this.#pause(courier, lane, verdict.pauseMs);
    else this.#goOn(courier, lane);
  }

  #failsTooLong({ failingSince }: Courier): boolean {
    const { clock, settings } = this.#options;
    return failingSince !== undefined && clock.now() - failingSince >= settings.disableAfterMs;
  }

  #pause(courier: Courier, lane: Lane, pauseMs: number): void {
    const { clock, log } = this.#options;
    lane.countAttempt();
    if (courier.closed) return;
    log.debug(
      { subscriptionId: courier.receiver.subscriptionId, pauseMs },
      'webhook not delivered, will be tried again',
    );
    lane.become('pausing');
    lane.pause = clock.after(pauseMs, () => this.#resume(courier, lane));
  }

  /** The first delivery of the lane is done with. */
  #goOn(courier: Courier, lane: Lane): void {
    lane.shift();
    if (courier.closed) return;
    if (lane.first) this.#queueLane(courier, lane);
    else if (lane.more) this.#track(this.#loadLane(courier, lane));
    else this.#finish(courier, lane);
  }

  #resume(courier: Courier, lane: Lane): void {
    lane.pause = undefined;
    if (courier.closed || this.#closing) return;
    this.#queueLane(courier, lane);
    this.#send(courier);
  }

  #recover(courier: Courier): void {
    const { subscriptionId } = courier.receiver;
    const row = this.#subscriptions.get(subscriptionId);
    if (row) this.#subscriptions.set(subscriptionId, { ...row, failingSince: null });
    this.#options.health.recovered(subscriptionId);
    this.#resumeAll(courier);
  }

  /** Everything that pauses is tried at once. */
  #resumeAll(courier: Courier): void {
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
    this.remove(subscriptionId);
    this.#options.health.disable(subscriptionId, cause);
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

/** What is written down of a verdict. */
function outcomeOf(verdict: Verdict, delivery: Delivery, attempt: NewAttempt, now: number): Outcome {
  const { deliveryId, subscriptionId } = delivery;
  if (verdict.kind === 'delivered') return { kind: 'done', deliveryId, attempt };
  if (verdict.kind === 'exhausted') return { kind: 'dropped', deliveryId, subscriptionId, attempt };
  const { attempt: attempts, status, error } = attempt;
  const dueOn = now + (verdict.kind === 'retry' ? verdict.pauseMs : 0);
  const failure = { deliveryId, attempts, dueOn, lastStatus: status ?? null, lastError: error ?? null };
  return { kind: 'failed', failure, attempt };
}
