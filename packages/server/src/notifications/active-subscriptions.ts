import type { Role } from '@cordboard/contract';
import type { Secrets } from '../secrets/index.ts';
import type { SubscriptionRow, Tx } from '../storage/index.ts';
import type { LiveReceivers } from './live/index.ts';
import type { SubscriptionIndex } from './matching/index.ts';
import { subscriptionRepository } from './subscription-repository.ts';
import { asIndexed } from './subscription-row.ts';
import type { Deliverer } from './webhook/index.ts';

interface Parts {
  readonly secrets: Secrets;
  readonly index: SubscriptionIndex;
  readonly deliverer: Deliverer;
  readonly live: LiveReceivers;
}

/**
 * The subscriptions that can match, wherever they are known: those with webhooks in the index and at the deliverer;
 * those for WebSockets only while somebody listens.
 */
export class ActiveSubscriptions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * `stored` when the database may hold deliveries for it.
   *
   * @throws FilterError when a filter cannot be read
   */
  add(row: SubscriptionRow, stored = false): void {
    if (row.transport !== 'webhook') return;
    const { secrets, index, deliverer } = this.#parts;
    index.add(asIndexed(row));
    // Opened once: every request to the receiver is signed with it.
    deliverer.add(secrets.open('subscriptions', row), stored);
  }

  /** A subscription was renewed, changed or switched on again. */
  update(row: SubscriptionRow): void {
    const { secrets, index, deliverer, live } = this.#parts;
    if (row.transport !== 'webhook') live.update(asIndexed(row));
    else if (row.disabledOn === null) {
      index.add(asIndexed(row));
      deliverer.update(secrets.open('subscriptions', row));
    }
  }

  remove(subscriptionId: string): void {
    const { index, deliverer, live } = this.#parts;
    live.remove(subscriptionId);
    index.remove(subscriptionId);
    deliverer.remove(subscriptionId);
  }

  /**
   * In the transaction that gives a user another role, or removes it (`role` undefined): nobody goes on hearing what
   * they may no longer read.
   */
  async ownerChanged(tx: Tx, principalId: string, role: Role | undefined): Promise<void> {
    const { index, live } = this.#parts;
    const rows = await subscriptionRepository.ofOwner(tx, principalId);
    tx.afterCommit(() => live.endOf(principalId));
    if (role === undefined) {
      const ids = rows.map(({ subscriptionId }) => subscriptionId);
      await subscriptionRepository.remove(tx, ids);
      tx.afterCommit(() => {
        for (const id of ids) this.remove(id);
      });
      return;
    }
    await subscriptionRepository.setRole(tx, principalId, role);
    tx.afterCommit(() => {
      for (const row of rows) if (index.has(row.subscriptionId)) index.add(asIndexed({ ...row, role }));
    });
  }
}
