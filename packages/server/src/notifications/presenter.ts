import { BASE_PATH } from '@cordboard/contract';
import { present } from '../http/index.ts';
import type { SubscriptionRow } from '../storage/index.ts';

/** Shapes a subscription as the contract's section 6 shows it. The secret is added at creation and never again. */
export function presentSubscription(row: SubscriptionRow) {
  return {
    subscriptionId: row.subscriptionId,
    applicationId: row.applicationId,
    deviceId: row.deviceId,
    transport: row.transport,
    topic: row.topic,
    subjectFilter: row.subjectFilter,
    ...present('publicationFilter', row.publicationFilter),
    ...present('methodFilter', row.methodFilter),
    expiryDateTime: dateTime(row.expiresOn),
    createdOn: dateTime(row.createdOn),
    accountId: row.accountId,
    principalId: row.principalId,
    status: statusOf(row),
    ...present('failingSince', row.failingSince === null ? null : dateTime(row.failingSince)),
    ...present('disabledOn', row.disabledOn === null ? null : dateTime(row.disabledOn)),
    ...present('disabledCause', row.disabledCause),
    ...(row.dropped > 0 && { dropped: row.dropped }),
    _links: { self: `${BASE_PATH}/subscriptions/${row.subscriptionId}` },
  };
}

export type PresentedSubscription = ReturnType<typeof presentSubscription> & { readonly secret?: string };

function statusOf({ disabledOn, failingSince }: SubscriptionRow): 'active' | 'failing' | 'disabled' {
  if (disabledOn !== null) return 'disabled';
  return failingSince === null ? 'active' : 'failing';
}

function dateTime(ms: number): string {
  return new Date(ms).toISOString();
}
