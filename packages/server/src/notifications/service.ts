import type { CreateSubscriptionBody } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import { lastSequence } from '../publications/index.ts';
import type { Storage, SubscriptionRow } from '../storage/index.ts';
import type { ActiveSubscriptions } from './active-subscriptions.ts';
import { NotificationError } from './notification-error.ts';
import { mayManage, type Subscriber, seesWholeAccount } from './policy.ts';
import { type PresentedSubscription, presentSubscription } from './presenter.ts';
import type { NotificationSettings } from './settings.ts';
import type { SubscriptionAnnouncer } from './subscription-announcer.ts';
import { subscriptionRepository } from './subscription-repository.ts';
import { checkSubscription } from './subscription-rules.ts';
import type { TargetGuard } from './webhook/index.ts';

const SECRET_BYTES = 32;
const DEFAULT_TOP = 100;

interface SubscriptionPage {
  readonly items: readonly PresentedSubscription[];
  /** There are more after these. */
  readonly more: boolean;
}

/** The operations on subscriptions. Callers see their own; administrators those of their account. */
export interface SubscriptionService {
  /** @throws NotificationError. The answer alone carries `secret`. */
  create(caller: Subscriber, input: CreateSubscriptionBody): Promise<PresentedSubscription>;
  list(caller: Subscriber, page?: { skip?: number; top?: number }): Promise<SubscriptionPage>;
  /** @throws NotificationError unknown_subscription, for those of others too */
  get(caller: Subscriber, subscriptionId: string): Promise<PresentedSubscription>;
  /** Removes it with everything pending. @returns what it was. @throws NotificationError unknown_subscription */
  delete(caller: Subscriber, subscriptionId: string): Promise<PresentedSubscription>;
}

interface ServiceOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: NotificationSettings;
  readonly guard: TargetGuard;
  readonly active: ActiveSubscriptions;
  readonly announcer: SubscriptionAnnouncer;
}

export function createSubscriptionService(options: ServiceOptions): SubscriptionService {
  const { storage, clock, active, announcer } = options;

  const find = async (caller: Subscriber, subscriptionId: string): Promise<SubscriptionRow> => {
    const row = await subscriptionRepository.find(storage, subscriptionId, clock.now());
    if (row && mayManage(caller, row)) return row;
    throw new NotificationError('unknown_subscription', `there is no subscription ${subscriptionId}`, 'subscriptionId');
  };

  return {
    async create(caller, input) {
      checkSubscription(input, options.guard);
      const row = await insert(options, newRow(options, caller, input));
      return { ...presentSubscription(row), secret: row.secret };
    },

    async list(caller, { skip = 0, top = DEFAULT_TOP } = {}) {
      const principalId = seesWholeAccount(caller.role) ? undefined : caller.principalId;
      const of = { accountId: caller.accountId, principalId };
      const rows = await subscriptionRepository.list(storage, of, { skip, top: top + 1, now: clock.now() });
      return { items: rows.slice(0, top).map(presentSubscription), more: rows.length > top };
    },

    async get(caller, subscriptionId) {
      return presentSubscription(await find(caller, subscriptionId));
    },

    async delete(caller, subscriptionId) {
      const row = await find(caller, subscriptionId);
      // Out of the engine first: what it stores afterwards for an unknown subscription it discards.
      active.remove(subscriptionId);
      await storage
        .transaction(async (tx) => {
          await announcer.removed(tx, row);
          await subscriptionRepository.remove(tx, [subscriptionId]);
        })
        .catch((error: unknown) => {
          if (row.disabledOn === null) active.add(row, true);
          throw error;
        });
      return presentSubscription(row);
    },
  };
}

function newRow(
  { clock, ids, settings }: ServiceOptions,
  caller: Subscriber,
  input: CreateSubscriptionBody,
): Omit<SubscriptionRow, 'startSequence'> {
  const now = clock.now();
  return {
    subscriptionId: ids.hex(),
    accountId: caller.accountId,
    principalId: caller.principalId,
    role: caller.role,
    applicationId: input.applicationId,
    deviceId: input.deviceId,
    transport: input.transport,
    topic: input.topic,
    subjectFilter: input.subjectFilter,
    methodFilter: input.methodFilter ?? null,
    publicationFilter: input.publicationFilter ?? null,
    secret: `whsec_${Buffer.from(ids.secret(SECRET_BYTES), 'base64url').toString('base64')}`,
    createdOn: now,
    expiresOn: now + settings.subscriptionLifetimeMs,
    disabledOn: null,
    disabledCause: null,
    failingSince: null,
    warnedOn: null,
    dropped: 0,
    previousSecret: null,
    previousSecretUntil: null,
  };
}

/**
 * Stores a subscription that gets every publication committed after it and none before. The engine knows it before
 * the commit, because right after it the engine may read a publication that is meant for it; earlier ones are kept
 * away by their sequence.
 */
async function insert(
  { storage, active, announcer }: ServiceOptions,
  unplaced: Omit<SubscriptionRow, 'startSequence'>,
): Promise<SubscriptionRow> {
  try {
    return await storage.transaction(async (tx) => {
      await announcer.created(tx, { ...unplaced, startSequence: 0 });
      const row = { ...unplaced, startSequence: await lastSequence(tx) };
      await subscriptionRepository.insert(tx, row);
      active.add(row);
      return row;
    });
  } catch (error) {
    active.remove(unplaced.subscriptionId);
    throw error;
  }
}
