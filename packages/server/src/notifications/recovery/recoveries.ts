import { BASE_PATH, type Recovery } from '@cordboard/contract';
import type { Clock } from '../../clock.ts';
import type { Ids } from '../../ids.ts';
import type { Log } from '../../log.ts';
import { lastSequence, readPublicationsAfter, type StoredPublication, sequenceAt } from '../../publications/index.ts';
import type { RecoveryRow, Storage, SubscriptionRow } from '../../storage/index.ts';
import type { DeliveryRepository } from '../delivery-repository.ts';
import { asDocument, asMatched, SubscriptionEntry } from '../matching/index.ts';
import { NotificationError } from '../notification-error.ts';
import { ownersOf, type Subscriber } from '../policy.ts';
import { subscriptionRepository } from '../subscription-repository.ts';
import { asIndexed } from '../subscription-row.ts';
import { recoveryRepository } from './recovery-repository.ts';

/** Publications looked at in one transaction. */
const BATCH = 500;
const RETRY_MS = 1_000;

export interface RecoveriesOptions {
  readonly storage: Storage;
  readonly repository: DeliveryRepository;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** A subscription that the caller may manage. @throws NotificationError unknown_subscription */
  readonly find: (caller: Subscriber, subscriptionId: string) => Promise<SubscriptionRow>;
  /** The database holds more deliveries for it. */
  readonly onDeliveries: (subscription: SubscriptionRow) => void;
}

/**
 * Looks through the outbox for what a subscription has missed: while its receiver was away for too long, while it was
 * disabled, before it was made. Goes on after a restart where it was.
 */
export class Recoveries {
  readonly #o: RecoveriesOptions;
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(o: RecoveriesOptions) {
    this.#o = o;
  }

  async start(): Promise<void> {
    for (const row of await recoveryRepository.running(this.#o.storage)) this.#track(row);
  }

  /** @throws NotificationError unknown_subscription, transport_not_supported, wrong_subscription_state */
  async begin(caller: Subscriber, subscriptionId: string, since: number): Promise<Recovery> {
    const { storage, clock, ids, find } = this.#o;
    const subscription = await find(caller, subscriptionId);
    if (subscription.transport !== 'webhook') {
      throw new NotificationError('transport_not_supported', 'only webhooks can be recovered; a stream asks by number');
    }
    if (subscription.disabledOn !== null) {
      const message = 'the subscription is disabled; switch it on first: PUT {"status":"active"}';
      throw new NotificationError('wrong_subscription_state', message);
    }
    const [running] = await recoveryRepository.running(storage, subscriptionId);
    if (running) throw new NotificationError('wrong_subscription_state', 'a recovery of the subscription is running');
    const toSequence = await storage.transaction(lastSequence);
    const fromSequence = await sequenceAt(storage, since, toSequence);
    const row: RecoveryRow = {
      recoveryId: ids.guid(),
      subscriptionId,
      since,
      fromSequence,
      atSequence: fromSequence - 1,
      toSequence,
      recovered: 0,
      createdOn: clock.now(),
      finishedOn: null,
    };
    await storage.transaction((tx) => recoveryRepository.insert(tx, row));
    this.#track(row);
    return presentRecovery(row);
  }

  /** @throws NotificationError unknown_subscription, unknown_recovery */
  async get(caller: Subscriber, subscriptionId: string, recoveryId: string): Promise<Recovery> {
    await this.#o.find(caller, subscriptionId);
    const row = await recoveryRepository.find(this.#o.storage, subscriptionId, recoveryId);
    if (row === undefined) {
      throw new NotificationError('unknown_recovery', `there is no recovery ${recoveryId}`, 'recoveryId');
    }
    return presentRecovery(row);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#running);
  }

  #track(row: RecoveryRow): void {
    const { clock, log } = this.#o;
    const work = this.#run(row)
      .catch((error: unknown) => {
        log.error({ error, recoveryId: row.recoveryId }, 'a recovery stopped, and goes on in a moment');
        if (!this.#closed) clock.after(RETRY_MS, () => void this.#goOn(row));
      })
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #goOn({ subscriptionId, recoveryId }: RecoveryRow): Promise<void> {
    if (this.#closed) return;
    const row = await recoveryRepository.find(this.#o.storage, subscriptionId, recoveryId).catch(() => undefined);
    if (row) this.#track(row);
  }

  async #run(row: RecoveryRow): Promise<void> {
    const { storage, clock } = this.#o;
    for (let at = row; !this.#closed && at.finishedOn === null; ) {
      const subscription = await subscriptionRepository.find(storage, row.subscriptionId, clock.now());
      // Its rows go with the subscription.
      if (subscription === undefined) return;
      at = await this.#step(at, subscription);
    }
  }

  async #step(row: RecoveryRow, subscription: SubscriptionRow): Promise<RecoveryRow> {
    const { storage, repository, clock, onDeliveries } = this.#o;
    const publications = await readPublicationsAfter(storage, row.atSequence, BATCH);
    const looked = publications.filter(({ sequence }) => sequence <= row.toSequence);
    const matched = matching(subscription, looked);
    const last = looked.length < BATCH;
    return await storage.transaction(async (tx) => {
      const sequences = matched.map(({ sequence }) => sequence);
      const settled =
        sequences.length === 0
          ? new Set<number>()
          : await recoveryRepository.settled(tx, row.subscriptionId, sequences);
      const missed = matched.filter(({ sequence }) => !settled.has(sequence));
      const createdOn = clock.now();
      const { subscriptionId } = row;
      if (missed.length > 0) {
        await repository.insert(
          tx,
          missed.map((publication) => ({ subscriptionId, publication, createdOn })),
        );
        tx.afterCommit(() => onDeliveries(subscription));
      }
      const next = {
        ...row,
        atSequence: last ? row.toSequence : looked.at(-1)!.sequence,
        recovered: row.recovered + missed.length,
        finishedOn: last ? createdOn : null,
      };
      const { recoveryId, atSequence, recovered, finishedOn } = next;
      await recoveryRepository.progress(tx, { recoveryId, atSequence, recovered, finishedOn });
      return next;
    });
  }
}

/** Those that the subscription would have got, had it been there already. */
function matching(subscription: SubscriptionRow, publications: readonly StoredPublication[]): StoredPublication[] {
  const entry = new SubscriptionEntry({ ...asIndexed(subscription), startSequence: 0 });
  return publications.filter((publication) => {
    const { accountId, topic, method } = publication;
    if (accountId !== subscription.accountId || topic !== subscription.topic) return false;
    if (entry.methods !== undefined && !entry.methods.includes(method)) return false;
    const parsed = asMatched(publication);
    return entry.matches(parsed, asDocument(parsed), ownersOf(parsed), subscription.createdOn, () => {});
  });
}

function presentRecovery(row: RecoveryRow): Recovery {
  const { recoveryId, subscriptionId, since, fromSequence, atSequence, toSequence, recovered, createdOn } = row;
  const all = toSequence - fromSequence + 1;
  const done = row.finishedOn !== null || all <= 0;
  return {
    recoveryId,
    subscriptionId,
    since: new Date(since).toISOString(),
    state: row.finishedOn === null ? 'running' : 'finished',
    progress: done ? 1 : Math.round((100 * (atSequence - fromSequence + 1)) / all) / 100,
    recovered,
    createdOn: new Date(createdOn).toISOString(),
    _links: { self: `${BASE_PATH}/subscriptions/${subscriptionId}/recoveries/${recoveryId}` },
  };
}
