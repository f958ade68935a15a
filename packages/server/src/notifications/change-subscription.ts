import type { CreateSubscriptionBody, UpdateSubscriptionBody } from '@cordboard/contract';
import { lastSequence } from '../publications/index.ts';
import type { Storage, SubscriptionRow } from '../storage/index.ts';
import type { ActiveSubscriptions } from './active-subscriptions.ts';
import type { SubscriptionAnnouncer } from './subscription-announcer.ts';
import { subscriptionRepository } from './subscription-repository.ts';

export type Change = Partial<Omit<SubscriptionRow, 'subscriptionId'>>;

interface Parts {
  readonly storage: Storage;
  readonly active: ActiveSubscriptions;
  readonly announcer: SubscriptionAnnouncer;
}

/**
 * Stores a change of a subscription and tells of it; the engine knows it once it is on disk.
 *
 * @returns the subscription with the change; undefined when it has gone meanwhile
 */
export function changeSubscription(
  { storage, active, announcer }: Parts,
  { subscriptionId, disabledOn }: SubscriptionRow,
  change: Change,
): Promise<SubscriptionRow | undefined> {
  return storage.transaction(async (tx) => {
    // What happened while it was disabled does not come by itself.
    const resumes = disabledOn !== null && change.disabledOn === null;
    const from = resumes ? { startSequence: await lastSequence(tx) } : {};
    const row = await subscriptionRepository.change(tx, subscriptionId, { ...change, ...from });
    if (row === undefined) return undefined;
    await announcer.changed(tx, row);
    tx.afterCommit(() => active.update(row));
    return row;
  });
}

/** The columns that a program asks to change. */
export function changesOf({
  deviceId,
  subjectFilter,
  publicationFilter,
  methodFilter,
  status,
}: UpdateSubscriptionBody): Change {
  return {
    ...(deviceId !== undefined && { deviceId }),
    ...(subjectFilter !== undefined && { subjectFilter }),
    ...(publicationFilter !== undefined && { publicationFilter }),
    ...(methodFilter !== undefined && { methodFilter }),
    ...(status === 'active' && { disabledOn: null, disabledCause: null, failingSince: null, warnedOn: null }),
  };
}

/** A subscription as it would be asked for. */
export function asRequest(row: SubscriptionRow): CreateSubscriptionBody {
  const { applicationId, deviceId, transport, topic, subjectFilter, methodFilter, publicationFilter } = row;
  return {
    ...{ applicationId, deviceId, transport, subjectFilter },
    topic: topic as CreateSubscriptionBody['topic'],
    ...(methodFilter !== null && { methodFilter }),
    ...(publicationFilter !== null && { publicationFilter }),
  };
}
