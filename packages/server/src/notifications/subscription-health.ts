import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Storage, SubscriptionRow, Tx } from '../storage/index.ts';
import type { OwnerMail } from './owner-mail.ts';
import type { SubscriptionAnnouncer } from './subscription-announcer.ts';
import { type DisableCause, subscriptionRepository } from './subscription-repository.ts';
import type { ReceiverHealth } from './webhook/index.ts';

/** Subscriptions whose owners are told at a time. */
const BATCH = 100;

export interface SubscriptionHealthOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly announcer: SubscriptionAnnouncer;
  readonly mail: OwnerMail;
  readonly warnAfterMs: number;
  /** Called at once, before the change is on disk. */
  readonly onDisable: (subscriptionId: string) => void;
}

/** How the receivers of subscriptions do: written down, told as publications and, when it lasts, by mail. */
export class SubscriptionHealth implements ReceiverHealth {
  readonly #o: SubscriptionHealthOptions;
  readonly #writing = new Set<Promise<void>>();

  constructor(o: SubscriptionHealthOptions) {
    this.#o = o;
  }

  failing(subscriptionId: string, since: number): void {
    this.#o.log.warn({ subscriptionId, since: new Date(since) }, 'a webhook receiver fails');
    this.#write(subscriptionId, { failingSince: since });
  }

  recovered(subscriptionId: string): void {
    this.#o.log.info({ subscriptionId }, 'a webhook receiver answers again');
    this.#write(subscriptionId, { failingSince: null, warnedOn: null });
  }

  disable(subscriptionId: string, cause: DisableCause): void {
    const { clock, log, mail, onDisable } = this.#o;
    log.warn({ subscriptionId, cause }, 'subscription disabled');
    onDisable(subscriptionId);
    const change = { disabledOn: clock.now(), disabledCause: cause };
    this.#write(subscriptionId, change, async (tx, row) => {
      await subscriptionRepository.removePending(tx, subscriptionId);
      // Who answered 410 knows.
      if (cause === 'failing') await mail.disabled(tx, row);
    });
  }

  /** Tells owners whose receivers have failed for long; true when there may be more. */
  async warnSome(): Promise<boolean> {
    const { storage, clock, warnAfterMs, announcer, mail } = this.#o;
    const now = clock.now();
    const rows = await subscriptionRepository.failingUnwarned(storage, now - warnAfterMs, BATCH);
    if (rows.length === 0) return false;
    await storage.transaction(async (tx) => {
      for (const { subscriptionId } of rows) {
        const row = await subscriptionRepository.change(tx, subscriptionId, { warnedOn: now });
        if (row === undefined) continue;
        await mail.failing(tx, row);
        await announcer.changed(tx, row);
      }
    });
    return rows.length === BATCH;
  }

  async close(): Promise<void> {
    await Promise.all(this.#writing);
  }

  #write(
    subscriptionId: string,
    change: Partial<SubscriptionRow>,
    and: (tx: Tx, row: SubscriptionRow) => Promise<void> = async () => {},
  ): void {
    const { storage, log, announcer } = this.#o;
    const writing = storage
      .transaction(async (tx) => {
        const row = await subscriptionRepository.change(tx, subscriptionId, change);
        if (row === undefined) return;
        await and(tx, row);
        await announcer.changed(tx, row);
      })
      .catch((error: unknown) => log.error({ error, subscriptionId }, 'the state of a subscription was not saved'))
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }
}
