import type { JsonObject } from '../filters/index.ts';
import { ownersOf } from '../policy.ts';
import { Channel } from './channel.ts';
import { type Place, placesOf } from './places.ts';
import { asDocument, type MatchedPublication, type Subscription, SubscriptionEntry } from './subscription-entry.ts';

const EVERY_METHOD = '*';

interface Indexed {
  readonly entry: SubscriptionEntry;
  readonly place: Place | undefined;
  readonly channelKeys: readonly string[];
}

/**
 * The active subscriptions, found by account, topic and method, and then by what their filters demand. A publication
 * touches only those that it has something in common with.
 */
export class SubscriptionIndex {
  readonly #channels = new Map<string, Channel<SubscriptionEntry>>();
  readonly #byId = new Map<string, Indexed>();
  readonly #onExhausted: (subscriptionId: string) => void;

  /** `onExhausted` hears of filters that needed more steps than they may have. */
  constructor(onExhausted: (subscriptionId: string) => void = () => {}) {
    this.#onExhausted = onExhausted;
  }

  get size(): number {
    return this.#byId.size;
  }

  has(subscriptionId: string): boolean {
    return this.#byId.has(subscriptionId);
  }

  /**
   * Adds a subscription, or takes the place of the one with the same id.
   *
   * @throws FilterError when a filter cannot be read
   */
  add(subscription: Subscription): void {
    const entry = new SubscriptionEntry(subscription);
    const places = placesOf(subscription);
    this.remove(subscription.subscriptionId);
    const channelKeys = (entry.methods ?? [EVERY_METHOD]).map((method) => channelKey(subscription, method));
    const channels = channelKeys.map((key) => this.#channel(key));
    const place = emptiest(places, channels[0]!);
    for (const channel of channels) channel.add(entry, place);
    this.#byId.set(subscription.subscriptionId, { entry, place, channelKeys });
  }

  remove(subscriptionId: string): void {
    const indexed = this.#byId.get(subscriptionId);
    if (!indexed) return;
    this.#byId.delete(subscriptionId);
    for (const key of indexed.channelKeys) {
      const channel = this.#channels.get(key);
      channel?.remove(indexed.entry, indexed.place);
      if (channel?.empty) this.#channels.delete(key);
    }
  }

  /** The ids of the subscriptions that get the publication at time `now`, each once. */
  match(publication: MatchedPublication, now: number): string[] {
    const document = asDocument(publication);
    const owners = ownersOf(publication);
    const matched: string[] = [];
    for (const entry of this.#candidates(publication, document, owners)) {
      if (entry.matches(publication, document, owners, now, this.#onExhausted)) {
        matched.push(entry.subscription.subscriptionId);
      }
    }
    return matched;
  }

  /** False when nobody listens to the account, topic and method: the content need not even be parsed. */
  listensTo(publication: { accountId: string; topic: string; method: string }): boolean {
    return [publication.method, EVERY_METHOD].some((method) => this.#channels.has(channelKey(publication, method)));
  }

  /** How many subscriptions `match` has to test for the publication: what it costs. */
  candidates(publication: MatchedPublication): number {
    return this.#candidates(publication, asDocument(publication), ownersOf(publication)).size;
  }

  #candidates(publication: MatchedPublication, document: JsonObject, owners: readonly string[]) {
    const found = new Set<SubscriptionEntry>();
    const visit = (entry: SubscriptionEntry) => found.add(entry);
    for (const method of [publication.method, EVERY_METHOD]) {
      this.#channels.get(channelKey(publication, method))?.candidates(publication.subject, document, owners, visit);
    }
    return found;
  }

  #channel(key: string): Channel<SubscriptionEntry> {
    const channel = this.#channels.get(key) ?? new Channel<SubscriptionEntry>();
    this.#channels.set(key, channel);
    return channel;
  }
}

function channelKey({ accountId, topic }: { accountId: string; topic: string }, method: string): string {
  return `${accountId} ${topic} ${method}`;
}

/** The place that tells most apart: nobody knows the traffic beforehand, but a bucket with few others in it is good. */
function emptiest(places: readonly Place[], channel: Channel<SubscriptionEntry>): Place | undefined {
  let best: Place | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const crowd = channel.crowd(place);
    if (crowd < least) {
      best = place;
      least = crowd;
    }
  }
  return best;
}
