import type { Storage, SubscriptionRow, Tx } from '../storage/index.ts';

/** Ids in one statement: below the parameter limits of both databases. */
const BATCH = 500;

/** The subscriptions' SQL. */
export const subscriptionRepository = {
  async insert(tx: Tx, row: SubscriptionRow): Promise<void> {
    await tx.db.insertInto('subscriptions').values(row).execute();
  },

  find(storage: Storage, subscriptionId: string, now: number): Promise<SubscriptionRow | undefined> {
    return storage.read
      .selectFrom('subscriptions')
      .selectAll()
      .where('subscriptionId', '=', subscriptionId)
      .where('expiresOn', '>', now)
      .executeTakeFirst();
  },

  /** Newest last. `principalId` narrows to the subscriptions of one user. */
  list(
    storage: Storage,
    of: { accountId: string; principalId?: string | undefined },
    page: { skip: number; top: number; now: number },
  ): Promise<SubscriptionRow[]> {
    return storage.read
      .selectFrom('subscriptions')
      .selectAll()
      .where('accountId', '=', of.accountId)
      .where('expiresOn', '>', page.now)
      .$if(of.principalId !== undefined, (query) => query.where('principalId', '=', of.principalId!))
      .orderBy('createdOn')
      .orderBy('subscriptionId')
      .limit(page.top)
      .offset(page.skip)
      .execute();
  },

  /** Those that are neither expired nor disabled, a page at a time in the order of their ids. */
  active(storage: Storage, now: number, afterId: string, limit: number): Promise<SubscriptionRow[]> {
    return storage.read
      .selectFrom('subscriptions')
      .selectAll()
      .where('subscriptionId', '>', afterId)
      .where('expiresOn', '>', now)
      .where('disabledOn', 'is', null)
      .orderBy('subscriptionId')
      .limit(limit)
      .execute();
  },

  expired(storage: Storage, now: number): Promise<SubscriptionRow[]> {
    return storage.read
      .selectFrom('subscriptions')
      .selectAll()
      .where('expiresOn', '<=', now)
      .orderBy('expiresOn')
      .limit(BATCH)
      .execute();
  },

  /** How many the account has. */
  async count(tx: Tx, accountId: string): Promise<number> {
    const row = await tx.db
      .selectFrom('subscriptions')
      .select((e) => e.fn.countAll().as('count'))
      .where('accountId', '=', accountId)
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  },

  ofApplication(
    tx: Tx,
    of: { principalId: string; accountId: string; applicationId: string },
  ): Promise<SubscriptionRow[]> {
    return tx.db
      .selectFrom('subscriptions')
      .selectAll()
      .where('accountId', '=', of.accountId)
      .where('principalId', '=', of.principalId)
      .where('applicationId', '=', of.applicationId)
      .execute();
  },

  ofOwner(tx: Tx, principalId: string): Promise<SubscriptionRow[]> {
    return tx.db.selectFrom('subscriptions').selectAll().where('principalId', '=', principalId).execute();
  },

  async setRole(tx: Tx, principalId: string, role: SubscriptionRow['role']): Promise<void> {
    await tx.db.updateTable('subscriptions').set({ role }).where('principalId', '=', principalId).execute();
  },

  /** Removes subscriptions with everything that hangs on them. */
  async remove(tx: Tx, subscriptionIds: readonly string[]): Promise<void> {
    for (let start = 0; start < subscriptionIds.length; start += BATCH) {
      const ids = subscriptionIds.slice(start, start + BATCH);
      for (const table of ['deliveries', 'attempts', 'recoveries', 'subscriptions'] as const) {
        await tx.db.deleteFrom(table).where('subscriptionId', 'in', ids).execute();
      }
    }
  },

  /** @returns the subscription with the change; undefined when there is none */
  change(tx: Tx, subscriptionId: string, change: Partial<SubscriptionRow>): Promise<SubscriptionRow | undefined> {
    return tx.db
      .updateTable('subscriptions')
      .set(change)
      .where('subscriptionId', '=', subscriptionId)
      .returningAll()
      .executeTakeFirst();
  },

  async removePending(tx: Tx, subscriptionId: string): Promise<void> {
    await tx.db.deleteFrom('deliveries').where('subscriptionId', '=', subscriptionId).execute();
  },

  /** Those that have failed since `before` or longer, and whose owners do not know yet. */
  failingUnwarned(storage: Storage, before: number, limit: number): Promise<SubscriptionRow[]> {
    return storage.read
      .selectFrom('subscriptions')
      .selectAll()
      .where('failingSince', '<=', before)
      .where('warnedOn', 'is', null)
      .where('disabledOn', 'is', null)
      .limit(limit)
      .execute();
  },
};

/** gone: the receiver answered 410. failing: nothing could be delivered for too long. */
export type DisableCause = 'gone' | 'failing';
