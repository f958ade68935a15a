import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/index.ts';
import type { DeliveryRepository } from './delivery-repository.ts';
import type { NotificationSettings } from './settings.ts';
import type { SubscriptionAnnouncer } from './subscription-announcer.ts';
import type { SubscriptionHealth } from './subscription-health.ts';
import { subscriptionRepository } from './subscription-repository.ts';

export interface SweeperOptions {
  readonly storage: Storage;
  readonly repository: DeliveryRepository;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: NotificationSettings;
  readonly announcer: SubscriptionAnnouncer;
  readonly health: SubscriptionHealth;
  /** Hears of each expired subscription before its rows go. */
  readonly onExpired: (subscriptionId: string) => void;
}

/**
 * Removes expired subscriptions with what they still had to get, and old attempts; has owners told whose receivers
 * fail. One timer for all: a subscription that has expired matches nothing and gets nothing already, whenever it is removed.
 */
export class Sweeper {
  readonly #options: SweeperOptions;
  #timer: Timer | undefined;
  #working = Promise.resolve();
  #closed = false;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, settings } = this.#options;
    this.#timer = clock.after(settings.sweepMs, () => {
      this.#working = this.#sweep();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#working;
  }

  async #sweep(): Promise<void> {
    const { repository, health, clock, log, settings } = this.#options;
    try {
      while (!this.#closed && (await this.#removeExpired()));
      while (!this.#closed && (await health.warnSome()));
      const before = clock.now() - settings.attemptRetentionMs;
      while (!this.#closed && (await repository.deleteAttempts(before)));
    } catch (error) {
      log.error({ error }, 'expired subscriptions could not be removed');
    }
    if (!this.#closed) this.start();
  }

  /** @returns false when none were left */
  async #removeExpired(): Promise<boolean> {
    const { storage, clock, log, announcer, onExpired } = this.#options;
    const rows = await subscriptionRepository.expired(storage, clock.now());
    if (rows.length === 0) return false;
    for (const { subscriptionId } of rows) onExpired(subscriptionId);
    await storage.transaction(async (tx) => {
      for (const row of rows) await announcer.expired(tx, row);
      await subscriptionRepository.remove(
        tx,
        rows.map(({ subscriptionId }) => subscriptionId),
      );
    });
    log.info({ subscriptions: rows.length }, 'expired subscriptions removed');
    return true;
  }
}
