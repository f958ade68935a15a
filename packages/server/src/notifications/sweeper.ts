import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/index.ts';
import type { DeliveryRepository } from './delivery-repository.ts';
import type { NotificationSettings } from './settings.ts';
import { subscriptionRepository } from './subscription-repository.ts';

export interface SweeperOptions {
  readonly storage: Storage;
  readonly repository: DeliveryRepository;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: NotificationSettings;
  /** Hears of each expired subscription before its rows go. */
  readonly onExpired: (subscriptionId: string) => void;
}

/**
 * Removes expired subscriptions with what they still had to get, and old attempts. One timer for all: a subscription
 * that has expired matches nothing and gets nothing already, whenever it is removed.
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
    const { repository, clock, log, settings } = this.#options;
    try {
      while (!this.#closed && (await this.#removeExpired()));
      const before = clock.now() - settings.attemptRetentionMs;
      while (!this.#closed && (await repository.deleteAttempts(before)));
    } catch (error) {
      log.error({ error }, 'expired subscriptions could not be removed');
    }
    if (!this.#closed) this.start();
  }

  /** @returns false when none were left */
  async #removeExpired(): Promise<boolean> {
    const { storage, clock, log, onExpired } = this.#options;
    const ids = await subscriptionRepository.expiredIds(storage, clock.now());
    if (ids.length === 0) return false;
    for (const id of ids) onExpired(id);
    await storage.transaction((tx) => subscriptionRepository.remove(tx, ids));
    log.info({ subscriptions: ids.length }, 'expired subscriptions removed');
    return true;
  }
}
