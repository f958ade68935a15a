import type { SubscriptionRow } from '../storage/index.ts';
import type { Subscription } from './matching/index.ts';

/** A stored subscription as the index takes it. */
export function asIndexed(row: SubscriptionRow): Subscription {
  return {
    subscriptionId: row.subscriptionId,
    accountId: row.accountId,
    principalId: row.principalId,
    role: row.role,
    topic: row.topic,
    subjectFilter: row.subjectFilter,
    methodFilter: row.methodFilter ?? undefined,
    publicationFilter: row.publicationFilter ?? undefined,
    expiresOn: row.expiresOn,
    startSequence: row.startSequence,
  };
}
