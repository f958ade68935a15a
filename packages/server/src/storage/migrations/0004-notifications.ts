import type { CreateTableBuilder } from 'kysely';
import type { Migration } from './migration.ts';

export const notifications: Migration = {
  number: 4,
  name: 'notifications',
  async up(db, dialect) {
    const numbered = <T extends string>(table: CreateTableBuilder<T>, column: string) =>
      dialect === 'sqlite'
        ? table.addColumn(column, 'integer', (c) => c.primaryKey().autoIncrement())
        : table.addColumn(column, 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity());
    await db.schema
      .createTable('subscriptions')
      .addColumn('subscriptionId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('principalId', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('applicationId', 'text', (c) => c.notNull())
      .addColumn('deviceId', 'text', (c) => c.notNull())
      .addColumn('transport', 'text', (c) => c.notNull())
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('subjectFilter', 'text', (c) => c.notNull())
      .addColumn('methodFilter', 'text')
      .addColumn('publicationFilter', 'text')
      .addColumn('secret', 'text', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('expiresOn', 'bigint', (c) => c.notNull())
      .addColumn('startSequence', 'bigint', (c) => c.notNull())
      .addColumn('disabledOn', 'bigint')
      .addColumn('disabledCause', 'text')
      .execute();
    const subscriptionsByAccount = db.schema.createIndex('subscriptionsByAccount').on('subscriptions');
    await subscriptionsByAccount.columns(['accountId', 'createdOn', 'subscriptionId']).execute();
    await db.schema.createIndex('subscriptionsByExpiry').on('subscriptions').column('expiresOn').execute();
    await numbered(db.schema.createTable('deliveries'), 'deliveryId')
      .addColumn('subscriptionId', 'text', (c) => c.notNull())
      .addColumn('sequence', 'bigint', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('dueOn', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('lastStatus', 'integer')
      .addColumn('lastError', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .execute();
    const deliveriesBySubscription = db.schema.createIndex('deliveriesBySubscription').on('deliveries');
    await deliveriesBySubscription.columns(['subscriptionId', 'sequence']).execute();
    await db.schema.createIndex('deliveriesBySequence').on('deliveries').column('sequence').execute();
    await numbered(db.schema.createTable('attempts'), 'attemptId')
      .addColumn('subscriptionId', 'text', (c) => c.notNull())
      .addColumn('publicationId', 'text', (c) => c.notNull())
      .addColumn('sequence', 'bigint', (c) => c.notNull())
      .addColumn('attempt', 'integer', (c) => c.notNull())
      .addColumn('startedOn', 'bigint', (c) => c.notNull())
      .addColumn('durationMs', 'integer', (c) => c.notNull())
      .addColumn('status', 'integer')
      .addColumn('error', 'text')
      .addColumn('requestUrl', 'text', (c) => c.notNull())
      .execute();
    const attemptsBySubscription = db.schema.createIndex('attemptsBySubscription').on('attempts');
    await attemptsBySubscription.columns(['subscriptionId', 'attemptId']).execute();
    await db.schema
      .createTable('cursors')
      .addColumn('name', 'text', (c) => c.primaryKey().notNull())
      .addColumn('sequence', 'bigint', (c) => c.notNull())
      .execute();
  },
};
