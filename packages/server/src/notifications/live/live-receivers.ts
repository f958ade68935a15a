import type { StoredPublication } from '../../publications/index.ts';
import type { Subscription, SubscriptionIndex } from '../matching/index.ts';

/** removed: the subscription is gone. rights: its owner may read other things than before. */
export type EndCause = 'removed' | 'rights';

/** What takes publications while its connection lasts. Nothing of it is stored: who is away gets nothing. */
export interface LiveReceiver {
  receive(publication: StoredPublication): void;
  /** Nothing more will come. */
  end(cause: EndCause): void;
}

interface Listener {
  readonly receiver: LiveReceiver;
  /** Sequence of the last publication that it got: after a fault the engine goes back a little. */
  last: number;
}

/**
 * Those who listen at this moment: MQTT clients and streams. A subscription that nobody listens to is not in the index
 * and costs nothing.
 */
export class LiveReceivers {
  readonly #index: SubscriptionIndex;
  readonly #listening = new Map<string, { subscription: Subscription; listeners: Set<Listener> }>();

  constructor(index: SubscriptionIndex) {
    this.#index = index;
  }

  /** Listeners, each subscription of each counted. */
  get size(): number {
    let size = 0;
    for (const { listeners } of this.#listening.values()) size += listeners.size;
    return size;
  }

  has(subscriptionId: string): boolean {
    return this.#listening.has(subscriptionId);
  }

  /**
   * The receiver gets what matches from now on. Several may listen to one subscription.
   *
   * @returns the way to stop
   * @throws FilterError when a filter cannot be read
   */
  listen(subscription: Subscription, receiver: LiveReceiver): () => void {
    const { subscriptionId } = subscription;
    const listener = { receiver, last: 0 };
    const known = this.#listening.get(subscriptionId);
    if (known) known.listeners.add(listener);
    else {
      this.#index.add(subscription);
      this.#listening.set(subscriptionId, { subscription, listeners: new Set([listener]) });
    }
    return () => this.#stop(subscriptionId, listener);
  }

  /** The subscription was renewed or changed; whoever listens goes on. */
  update(subscription: Subscription): void {
    const known = this.#listening.get(subscription.subscriptionId);
    if (!known) return;
    this.#index.add(subscription);
    known.subscription = subscription;
  }

  deliver(subscriptionId: string, publication: StoredPublication): void {
    for (const listener of this.#listening.get(subscriptionId)?.listeners ?? []) {
      if (publication.sequence <= listener.last) continue;
      listener.last = publication.sequence;
      listener.receiver.receive(publication);
    }
  }

  /** The subscription is no more. */
  remove(subscriptionId: string): void {
    this.#end(subscriptionId, 'removed');
  }

  /** The rights of the user have changed: whoever comes back comes with the new ones. */
  endOf(principalId: string): void {
    for (const [id, { subscription }] of this.#listening) {
      if (subscription.principalId === principalId) this.#end(id, 'rights');
    }
  }

  #stop(subscriptionId: string, listener: Listener): void {
    const known = this.#listening.get(subscriptionId);
    if (!known?.listeners.delete(listener) || known.listeners.size > 0) return;
    this.#listening.delete(subscriptionId);
    this.#index.remove(subscriptionId);
  }

  #end(subscriptionId: string, cause: EndCause): void {
    const known = this.#listening.get(subscriptionId);
    if (!known) return;
    this.#listening.delete(subscriptionId);
    this.#index.remove(subscriptionId);
    for (const { receiver } of known.listeners) receiver.end(cause);
  }
}
