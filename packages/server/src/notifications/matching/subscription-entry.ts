import type { Role } from '@cordboard/contract';
import type { StoredPublication } from '../../publications/index.ts';
import {
  compilePublicationFilter,
  compileSubjectFilter,
  type JsonObject,
  type PublicationFilter,
  parseMethodFilter,
  type SubjectFilter,
} from '../filters/index.ts';
import { type Announced, maySee, ownersOf } from '../policy.ts';

/** A subscription as matching needs it. */
export interface Subscription {
  readonly subscriptionId: string;
  readonly accountId: string;
  readonly principalId: string;
  readonly role: Role;
  readonly topic: string;
  readonly subjectFilter: string;
  readonly methodFilter?: string | undefined;
  readonly publicationFilter?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresOn: number;
  /** Sequence of the last publication before the subscription; it gets later ones only. */
  readonly startSequence: number;
}

/** A publication as matching needs it: what a publicationFilter sees, with its place in the outbox. */
export interface MatchedPublication extends Announced {
  readonly sequence: number;
  readonly publicationId: string;
  readonly method: string;
  readonly publisher: { readonly accountId: string; readonly principalId: string };
}

/**
 * A subscription with its filters. They are compiled when a publication comes near for the first time: of a hundred
 * thousand subscriptions most wait for months, and a compiled expression takes kilobytes.
 */
export class SubscriptionEntry {
  readonly subscription: Subscription;
  readonly methods: readonly string[] | undefined;
  #subject: SubjectFilter | undefined;
  #publication: PublicationFilter | undefined;

  constructor(subscription: Subscription) {
    this.subscription = subscription;
    this.methods = parseMethodFilter(subscription.methodFilter);
  }

  /** Every question, for one subscription without an index. */
  wants(publication: MatchedPublication, now: number, onExhausted: (subscriptionId: string) => void): boolean {
    const { topic, method } = publication;
    if (topic !== this.subscription.topic || !(this.methods?.includes(method) ?? true)) return false;
    return this.matches(publication, asDocument(publication), ownersOf(publication), now, onExhausted);
  }

  /** Everything but account, topic and method, which the index has looked at. Cheap questions first. */
  matches(
    publication: MatchedPublication,
    document: JsonObject,
    owners: readonly string[],
    now: number,
    onExhausted: (subscriptionId: string) => void,
  ): boolean {
    const { subscription } = this;
    if (publication.sequence <= subscription.startSequence || subscription.expiresOn <= now) return false;
    if (!maySee(subscription, publication, owners)) return false;
    this.#subject ??= compileSubjectFilter(subscription.subjectFilter);
    if (!this.#subject.test(publication.subject)) return false;
    if (subscription.publicationFilter === undefined) return true;
    this.#publication ??= compilePublicationFilter(subscription.publicationFilter);
    return this.#publication.test(document, () => onExhausted(subscription.subscriptionId));
  }
}

export function asMatched(publication: StoredPublication): MatchedPublication {
  const { publisherAccountId, publisherPrincipalId, content } = publication;
  const publisher = { accountId: publisherAccountId, principalId: publisherPrincipalId };
  return { ...publication, publisher, content: JSON.parse(content) };
}

/** The element of `publications` that a filter sees (contract section 6). */
export function asDocument(publication: MatchedPublication): JsonObject {
  const { publicationId, topic, method, subject, content, publisher } = publication;
  return { publicationId, topic, method, subject, content, publisher: { ...publisher } };
}
