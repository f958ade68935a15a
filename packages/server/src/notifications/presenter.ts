import { BASE_PATH } from '@cordboard/contract';
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
    ...(row.publicationFilter !== null && { publicationFilter: row.publicationFilter }),
    ...(row.methodFilter !== null && { methodFilter: row.methodFilter }),
    expiryDateTime: new Date(row.expiresOn).toISOString(),
    createdOn: new Date(row.createdOn).toISOString(),
    accountId: row.accountId,
    principalId: row.principalId,
    status: row.disabledOn === null ? ('active' as const) : ('disabled' as const),
    _links: { self: `${BASE_PATH}/subscriptions/${row.subscriptionId}` },
  };
}

export type PresentedSubscription = ReturnType<typeof presentSubscription> & { readonly secret?: string };
