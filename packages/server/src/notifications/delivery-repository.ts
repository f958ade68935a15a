import type { Insertable, Selectable } from 'kysely';
import type { AttemptRow, DeliveryRow, Storage, Tx } from '../storage/index.ts';
import type { Delivery, NewDelivery } from './delivery.ts';

const CURSOR = 'notifications';
/** Rows deleted at a time. */
const BATCH = 400;

export type NewAttempt = Insertable<AttemptRow>;
export type Failure = Pick<DeliveryRow, 'attempts' | 'dueOn' | 'lastStatus' | 'lastError'> & { deliveryId: number };

/** The SQL of deliveries, attempts and the engine's place in the outbox. */
export class DeliveryRepository {
  readonly #storage: Storage;
  readonly #insert;
  readonly #insertAttempts;
  readonly #delete;
  readonly #advance;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#insert = storage.prepareWrite((db, deliveries: readonly Insertable<DeliveryRow>[]) =>
      db
        .insertInto('deliveries')
        .values(
          deliveries.map((d) => ({
            subscriptionId: d.subscriptionId,
            sequence: d.sequence,
            subject: d.subject,
            dueOn: d.dueOn,
            attempts: d.attempts,
            lastStatus: d.lastStatus,
            lastError: d.lastError,
            createdOn: d.createdOn,
          })),
        )
        .returning(['deliveryId', 'subscriptionId', 'sequence'])
        .compile(),
    );
    this.#insertAttempts = storage.prepareWrite((db, attempts: readonly NewAttempt[]) =>
      db
        .insertInto('attempts')
        .values(
          attempts.map((a) => ({
            subscriptionId: a.subscriptionId,
            publicationId: a.publicationId,
            sequence: a.sequence,
            attempt: a.attempt,
            startedOn: a.startedOn,
            durationMs: a.durationMs,
            status: a.status,
            error: a.error,
            requestUrl: a.requestUrl,
            cause: a.cause,
            signature: a.signature,
            requestBody: a.requestBody,
            notifiedOn: a.notifiedOn,
            responseHeaders: a.responseHeaders,
            responseBody: a.responseBody,
            truncated: a.truncated,
          })),
        )
        .compile(),
    );
    this.#delete = storage.prepareWrite((db, deliveries: readonly { deliveryId: number }[]) =>
      db
        .deleteFrom('deliveries')
        .where(
          'deliveryId',
          'in',
          deliveries.map(({ deliveryId }) => deliveryId),
        )
        .compile(),
    );
    this.#advance = storage.prepareWrite((db, [move]: readonly { name: string; from: number; to: number }[]) =>
      db
        .updateTable('cursors')
        .set({ sequence: move!.to })
        .where('name', '=', move!.name)
        .where('sequence', '=', move!.from)
        .returning('sequence')
        .compile(),
    );
  }

  async cursor(): Promise<number> {
    const row = await this.#storage.read
      .selectFrom('cursors')
      .select('sequence')
      .where('name', '=', CURSOR)
      .executeTakeFirst();
    return row?.sequence ?? 0;
  }

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
    const moved = await this.#advance(tx, [{ name: CURSOR, from, to }]);
    return moved.length > 0;
  }

  /** Stores deliveries and gives them their ids. */
  async insert(tx: Tx, deliveries: readonly NewDelivery[]): Promise<Delivery[]> {
    const rows = deliveries.map(({ subscriptionId, publication, createdOn }) => ({
      subscriptionId,
      sequence: publication.sequence,
      subject: publication.subject,
      dueOn: createdOn,
      attempts: 0,
      lastStatus: null,
      lastError: null,
      createdOn,
    }));
    const ids = new Map<string, number>();
    for (const row of await this.#insert(tx, rows)) ids.set(`${row.subscriptionId} ${row.sequence}`, row.deliveryId);
    return deliveries.map((delivery) => ({
      ...delivery,
      attempts: 0,
      deliveryId: ids.get(`${delivery.subscriptionId} ${delivery.publication.sequence}`)!,
    }));
  }

  async subscriptionsWithPending(): Promise<string[]> {
    const rows = await this.#storage.read.selectFrom('deliveries').select('subscriptionId').distinct().execute();
    return rows.map((row) => row.subscriptionId);
  }

  /** Pending deliveries of a subscription after `sequence`, in order; of one subject when `subject` is given. */
  async pending(of: {
    subscriptionId: string;
    subject?: string;
    afterSequence: number;
    limit: number;
  }): Promise<Delivery[]> {
    const rows = await this.#storage.read
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
  }

  /**
   * Writes down what became of attempts: deliveries that are done go, the others keep their last fault. `dropped`: the
   * subscription of each one that was given up.
   */
  async settle(
    tx: Tx,
    settled: {
      doneIds: readonly number[];
      failures?: readonly Failure[];
      attempts?: readonly NewAttempt[];
      dropped?: readonly string[];
    },
  ): Promise<void> {
    const { failures = [], attempts = [], dropped = [] } = settled;
    await this.#delete(
      tx,
      settled.doneIds.map((deliveryId) => ({ deliveryId })),
    );
    for (const { deliveryId, ...fault } of failures) {
      await tx.db.updateTable('deliveries').set(fault).where('deliveryId', '=', deliveryId).execute();
    }
    await this.#insertAttempts(tx, attempts);
    for (const [subscriptionId, count] of countEach(dropped)) {
      await tx.db
        .updateTable('subscriptions')
        .set((e) => ({ dropped: e('dropped', '+', count) }))
        .where('subscriptionId', '=', subscriptionId)
        .execute();
    }
  }

  async insertAttempt(tx: Tx, attempt: NewAttempt): Promise<Selectable<AttemptRow>> {
    return await tx.db.insertInto('attempts').values(attempt).returningAll().executeTakeFirstOrThrow();
  }

  /** Removes everything pending of a subscription. */
  async removeOf(tx: Tx, subscriptionId: string): Promise<void> {
    await tx.db.deleteFrom('deliveries').where('subscriptionId', '=', subscriptionId).execute();
  }

  /** Deletes a batch of attempts begun before `before`; true when there may be more. */
  async deleteAttempts(before: number): Promise<boolean> {
    const oldest = await this.#storage.read
      .selectFrom('attempts')
      .select(['attemptId', 'startedOn'])
      .orderBy('attemptId')
      .limit(BATCH)
      .execute();
    const ids = oldest.filter((row) => row.startedOn < before).map((row) => row.attemptId);
    if (ids.length === 0) return false;
    await this.#storage.transaction((tx) => tx.db.deleteFrom('attempts').where('attemptId', 'in', ids).execute());
    return ids.length === BATCH;
  }
}

function countEach(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
