import {
  type CreateSubscriptionBody,
  operations,
  type RotatedSecret,
  type Subscription,
  type UpdateSubscriptionBody,
} from '@cordboard/contract';
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

  /** Renews it; `changes` where it shall be another one. */
  async update(subscriptionId: string, changes: UpdateSubscriptionBody = {}): Promise<Subscription> {
    return await this.#client.call(operations.updateSubscription, { params: { subscriptionId }, body: changes });
  }

  /** Another secret; the one before signs too until `previousSecretUntil`. */
  async rotateSecret(subscriptionId: string): Promise<RotatedSecret> {
    return await this.#client.call(operations.rotateSubscriptionSecret, { params: { subscriptionId } });
  }

  async delete(subscriptionId: string, settings: Pick<CallSettings, 'signal'> = {}): Promise<void> {
    await this.#client.call(operations.deleteSubscription, { params: { subscriptionId }, ...settings });
  }
}
