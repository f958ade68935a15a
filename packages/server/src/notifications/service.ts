import type { CreateSubscriptionBody, RotatedSecret, UpdateSubscriptionBody } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import { lastSequence } from '../publications/index.ts';
import type { Secrets } from '../secrets/index.ts';
import type { Storage, SubscriptionRow, Tx } from '../storage/index.ts';
import type { ActiveSubscriptions } from './active-subscriptions.ts';
import { asRequest, type Change, changeSubscription, changesOf } from './change-subscription.ts';
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
  /** Renews it, with changes. @throws NotificationError */
  update(caller: Subscriber, subscriptionId: string, input: UpdateSubscriptionBody): Promise<PresentedSubscription>;
  /** Another secret; the one before signs too for a while. @throws NotificationError unknown_subscription */
  rotateSecret(caller: Subscriber, subscriptionId: string): Promise<RotatedSecret>;
  /** Removes the caller's own subscriptions of an application. @returns how many there were */
  deleteAll(caller: Subscriber, applicationId: string): Promise<number>;
  /** Removes it with everything pending. @returns what it was. @throws NotificationError unknown_subscription */
  delete(caller: Subscriber, subscriptionId: string): Promise<PresentedSubscription>;
}

interface ServiceOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: NotificationSettings;
  readonly guard: TargetGuard;
  readonly active: ActiveSubscriptions;
  readonly announcer: SubscriptionAnnouncer;
}

/** With `find` for the services beside it: a subscription that the caller may manage. */
export function createSubscriptionService(options: ServiceOptions): {
  service: SubscriptionService;
  find: (caller: Subscriber, subscriptionId: string) => Promise<SubscriptionRow>;
} {
  const { storage, clock, active, announcer } = options;

  const find = async (caller: Subscriber, subscriptionId: string): Promise<SubscriptionRow> => {
    const row = await subscriptionRepository.find(storage, subscriptionId, clock.now());
    if (row && mayManage(caller, row)) return row;
    throw unknown(subscriptionId);
  };

  const store = async (row: SubscriptionRow, change: Change): Promise<SubscriptionRow> => {
    const changed = await changeSubscription(options, row, change);
    if (changed === undefined) throw unknown(row.subscriptionId);
    return changed;
  };

  const service: SubscriptionService = {
    async create(caller, input) {
      checkSubscription(input, options.guard);
      const row = await insert(options, newRow(options, caller, input));
      // It signs webhooks, and nothing else.
      return { ...presentSubscription(row), ...(row.transport === 'webhook' && { secret: row.secret }) };
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

    async update(caller, subscriptionId, input) {
      const row = await find(caller, subscriptionId);
      const change = changesOf(input);
      checkSubscription(asRequest({ ...row, ...change }), options.guard);
      const expiresOn = clock.now() + options.settings.subscriptionLifetimeMs;
      return presentSubscription(await store(row, { ...change, expiresOn }));
    },

    async rotateSecret(caller, subscriptionId) {
      const row = await find(caller, subscriptionId);
      if (row.transport !== 'webhook') {
        throw new NotificationError(
          'transport_not_supported',
          'only webhooks are signed; this subscription has no secret',
        );
      }
      const secret = newSecret(options.ids);
      const previousSecretUntil = clock.now() + options.settings.secretOverlapMs;
      // The former one is as the database keeps it.
      const sealed = options.secrets.seal('subscriptions', { secret });
      await store(row, { ...sealed, previousSecret: row.secret, previousSecretUntil });
      return { subscriptionId, secret, previousSecretUntil: new Date(previousSecretUntil).toISOString() };
    },

    async deleteAll({ accountId, principalId }, applicationId) {
      return await storage.transaction(async (tx) => {
        const rows = await subscriptionRepository.ofApplication(tx, { accountId, principalId, applicationId });
        const ids = rows.map(({ subscriptionId }) => subscriptionId);
        for (const row of rows) await announcer.removed(tx, row);
        await subscriptionRepository.remove(tx, ids);
        tx.afterCommit(() => {
          for (const id of ids) active.remove(id);
        });
        return ids.length;
      });
    },

    async delete(caller, subscriptionId) {
      const row = await find(caller, subscriptionId);
      // Out of the engine first: what it stores afterwards for an unknown subscription it discards.
      active.remove(subscriptionId);
      await storage
        .transaction(async (tx) => {
          await announcer.removed(tx, row);
          await subscriptionRepository.remove(tx, [subscriptionId]);
          // Until the commit somebody could still begin to listen.
          tx.afterCommit(() => active.remove(subscriptionId));
        })
        .catch((error: unknown) => {
          if (row.disabledOn === null) active.add(row, true);
          throw error;
        });
      return presentSubscription(row);
    },
  };
  return { service, find };
}

function unknown(subscriptionId: string): NotificationError {
  const message = `there is no subscription ${subscriptionId}`;
  return new NotificationError('unknown_subscription', message, 'subscriptionId');
}

function newSecret(ids: Ids): string {
  return `whsec_${Buffer.from(ids.secret(SECRET_BYTES), 'base64url').toString('base64')}`;
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
    secret: newSecret(ids),
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
  { storage, secrets, active, announcer, settings }: ServiceOptions,
  unplaced: Omit<SubscriptionRow, 'startSequence'>,
): Promise<SubscriptionRow> {
  try {
    return await storage.transaction(async (tx) => {
      await checkLimit(tx, unplaced.accountId, settings.subscriptionsPerAccount);
      await announcer.created(tx, { ...unplaced, startSequence: 0 });
      const row = { ...unplaced, startSequence: await lastSequence(tx) };
      await subscriptionRepository.insert(tx, secrets.seal('subscriptions', row));
      active.add(row);
      return row;
    });
  } catch (error) {
    active.remove(unplaced.subscriptionId);
    throw error;
  }
}

async function checkLimit(tx: Tx, accountId: string, limit: number): Promise<void> {
  if ((await subscriptionRepository.count(tx, accountId)) < limit) return;
  throw new NotificationError('subscription_limit', `the account has ${limit} subscriptions, as many as it may have`);
}
