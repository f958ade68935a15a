import type { Insertable } from 'kysely';
import type { AttemptRow, DeliveryRow, Storage, Tx } from '../storage/index.ts';
import type { Delivery, NewDelivery } from './delivery.ts';

const CURSOR = 'notifications';
/** Rows in one statement: below the parameter limits of both databases. */
const BATCH = 400;

export type NewAttempt = Insertable<AttemptRow>;
export type Failure = Pick<DeliveryRow, 'attempts' | 'dueOn' | 'lastStatus' | 'lastError'> & { deliveryId: number };

/** The SQL of deliveries, attempts and the engine's place in the outbox. */
export const deliveryRepository = {
  async cursor(storage: Storage): Promise<number> {
    const row = await storage.read
      .selectFrom('cursors')
      .select('sequence')
      .where('name', '=', CURSOR)
      .executeTakeFirst();
    return row?.sequence ?? 0;
  },

  /**
   * Moves the engine's place in the outbox from `from` to `to`.
   *
   * @returns false when another engine has moved it meanwhile
   */
  async moveCursor(tx: Tx, from: number, to: number): Promise<boolean> {
    if (from === 0) {
      const row = { name: CURSOR, sequence: 0 };
      await tx.db
        .insertInto('cursors')
        .values(row)
        .onConflict((c) => c.column('name').doNothing())
        .execute();
    }
    const moved = await tx.db
      .updateTable('cursors')
      .set({ sequence: to })
      .where('name', '=', CURSOR)
      .where('sequence', '=', from)
      .executeTakeFirst();
    return moved.numUpdatedRows > 0n;
  },

  /** Stores deliveries and gives them their ids. */
  async insert(tx: Tx, deliveries: readonly NewDelivery[]): Promise<Delivery[]> {
    const ids = new Map<string, number>();
    for (let start = 0; start < deliveries.length; start += BATCH) {
      const rows = deliveries.slice(start, start + BATCH).map(({ subscriptionId, publication, createdOn }) => ({
        subscriptionId,
        sequence: publication.sequence,
        subject: publication.subject,
        dueOn: createdOn,
        attempts: 0,
        lastStatus: null,
        lastError: null,
        createdOn,
      }));
      const stored = await tx.db
        .insertInto('deliveries')
        .values(rows)
        .returning(['deliveryId', 'subscriptionId', 'sequence'])
        .execute();
      for (const row of stored) ids.set(`${row.subscriptionId} ${row.sequence}`, row.deliveryId);
    }
    return deliveries.map((delivery) => ({
      ...delivery,
      attempts: 0,
      deliveryId: ids.get(`${delivery.subscriptionId} ${delivery.publication.sequence}`)!,
    }));
  },

  async subscriptionsWithPending(storage: Storage): Promise<string[]> {
    const rows = await storage.read.selectFrom('deliveries').select('subscriptionId').distinct().execute();
    return rows.map((row) => row.subscriptionId);
  },

  /** Pending deliveries of a subscription after `sequence`, in order; of one subject when `subject` is given. */
  async pending(
    storage: Storage,
    of: { subscriptionId: string; subject?: string; afterSequence: number; limit: number },
  ): Promise<Delivery[]> {
    const rows = await storage.read
      .selectFrom('deliveries as d')
      .innerJoin('publications as p', 'p.sequence', 'd.sequence')
      .selectAll('p')
      .select(['d.deliveryId', 'd.subscriptionId', 'd.attempts', 'd.createdOn as deliveryCreatedOn'])
      .where('d.subscriptionId', '=', of.subscriptionId)
      .where('d.sequence', '>', of.afterSequence)
      .$if(of.subject !== undefined, (query) => query.where('d.subject', '=', of.subject!))
      .orderBy('d.sequence')
      .limit(of.limit)
      .execute();
    return rows.map(({ deliveryId, subscriptionId, attempts, deliveryCreatedOn, ...publication }) => ({
      deliveryId,
      subscriptionId,
      attempts,
      createdOn: deliveryCreatedOn,
      publication,
    }));
  },

  /** Writes down what became of attempts: deliveries that are done go, the others keep their last fault. */
  async settle(
    tx: Tx,
    settled: { doneIds: readonly number[]; failures: readonly Failure[]; attempts: readonly NewAttempt[] },
  ): Promise<void> {
    for (let start = 0; start < settled.doneIds.length; start += BATCH) {
      const ids = settled.doneIds.slice(start, start + BATCH);
      await tx.db.deleteFrom('deliveries').where('deliveryId', 'in', ids).execute();
    }
    for (const { deliveryId, ...fault } of settled.failures) {
      await tx.db.updateTable('deliveries').set(fault).where('deliveryId', '=', deliveryId).execute();
    }
    for (let start = 0; start < settled.attempts.length; start += BATCH) {
      await tx.db
        .insertInto('attempts')
        .values(settled.attempts.slice(start, start + BATCH))
        .execute();
    }
  },

  /** Removes everything pending of a subscription. */
  async removeOf(tx: Tx, subscriptionId: string): Promise<void> {
    await tx.db.deleteFrom('deliveries').where('subscriptionId', '=', subscriptionId).execute();
  },

  /** Deletes a batch of attempts begun before `before`; true when there may be more. */
  async deleteAttempts(storage: Storage, before: number): Promise<boolean> {
    const oldest = await storage.read
      .selectFrom('attempts')
      .select(['attemptId', 'startedOn'])
      .orderBy('attemptId')
      .limit(BATCH)
      .execute();
    const ids = oldest.filter((row) => row.startedOn < before).map((row) => row.attemptId);
    if (ids.length === 0) return false;
    await storage.transaction((tx) => tx.db.deleteFrom('attempts').where('attemptId', 'in', ids).execute());
    return ids.length === BATCH;
  },
};
