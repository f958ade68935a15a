import { subscriptionSubject, topics } from '@cordboard/contract';
import type { Publications } from '../publications/index.ts';
import type { SubscriptionRow, Tx } from '../storage/index.ts';
import { presentSubscription } from './presenter.ts';

/** Tells what becomes of subscriptions, in the transaction that does it. */
export class SubscriptionAnnouncer {
  readonly #publications: Publications;

  constructor(publications: Publications) {
    this.#publications = publications;
  }

  created(tx: Tx, row: SubscriptionRow): Promise<void> {
    return this.#tell(tx, 'POST', row, presentSubscription(row));
  }

  changed(tx: Tx, row: SubscriptionRow): Promise<void> {
    return this.#tell(tx, 'PUT', row, presentSubscription(row));
  }

  removed(tx: Tx, row: SubscriptionRow): Promise<void> {
    return this.#tell(tx, 'DELETE', row, presentSubscription(row));
  }

  expired(tx: Tx, row: SubscriptionRow): Promise<void> {
    return this.#tell(tx, 'DELETE', row, { ...presentSubscription(row), status: 'expired' });
  }

  async #tell(tx: Tx, method: string, row: SubscriptionRow, content: object): Promise<void> {
    const { accountId, principalId, subscriptionId } = row;
    const publisher = { accountId, principalId };
    const subject = subscriptionSubject(subscriptionId);
    await this.#publications.publish(tx, {
      accountId,
      topic: topics.notifications,
      method,
      subject,
      content,
      publisher,
    });
  }
}
