import type { Migration } from './migration.ts';

export const deliveryLog: Migration = {
  number: 22,
  name: 'delivery-log',
  async up(db) {
    const add = (column: string, type: 'text' | 'bigint') =>
      db.schema.alterTable('attempts').addColumn(column, type).execute();
    for (const column of ['signature', 'requestBody', 'responseHeaders', 'responseBody'] as const) {
      await add(column, 'text');
    }
    await add('notifiedOn', 'bigint');
    await db.schema
      .alterTable('attempts')
      .addColumn('truncated', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable('attempts')
      .addColumn('cause', 'text', (c) => c.notNull().defaultTo('schedule'))
      .execute();
    const attemptsBySequence = db.schema.createIndex('attemptsBySequence').on('attempts');
    await attemptsBySequence.columns(['subscriptionId', 'sequence']).execute();
    await db.schema
      .createTable('recoveries')
      .addColumn('recoveryId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('subscriptionId', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('fromSequence', 'bigint', (c) => c.notNull())
      .addColumn('atSequence', 'bigint', (c) => c.notNull())
      .addColumn('toSequence', 'bigint', (c) => c.notNull())
      .addColumn('recovered', 'integer', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('finishedOn', 'bigint')
      .execute();
    await db.schema.createIndex('recoveriesBySubscription').on('recoveries').column('subscriptionId').execute();
  },
};
