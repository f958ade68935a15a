import { type CreateSubscriptionBody, operations, type Subscription } from '@cordboard/contract';
import type { OperationCaller } from './operation-caller.ts';
import type { CallSettings } from './operation-types.ts';

/** What this principal listens to (contract section 6). */
export class Subscriptions {
  readonly #client: OperationCaller;

  constructor(client: OperationCaller) {
    this.#client = client;
  }

  /** `secret`, the key of the webhook signatures, is in this answer and never again. */
  async create(body: CreateSubscriptionBody): Promise<Subscription> {
    return await this.#client.call(operations.createSubscription, { body });
  }

  list(): AsyncIterable<Subscription> {
    return this.#client.items(operations.listSubscriptions);
  }

  async get(subscriptionId: string): Promise<Subscription> {
    return await this.#client.call(operations.getSubscription, { params: { subscriptionId } });
  }

  async delete(subscriptionId: string, settings: Pick<CallSettings, 'signal'> = {}): Promise<void> {
    await this.#client.call(operations.deleteSubscription, { params: { subscriptionId }, ...settings });
  }
}
