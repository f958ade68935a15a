import type { Migration } from './migration.ts';

export const webhookHealth: Migration = {
  number: 17,
  name: 'webhook-health',
  async up(db) {
    for (const column of ['failingSince', 'warnedOn', 'previousSecretUntil'] as const) {
      await db.schema.alterTable('subscriptions').addColumn(column, 'bigint').execute();
    }
    await db.schema.alterTable('subscriptions').addColumn('previousSecret', 'text').execute();
    await db.schema
      .alterTable('subscriptions')
      .addColumn('dropped', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    // Few fail at a time: the sweeper finds them without a walk through all.
    const failing = db.schema.createIndex('subscriptionsFailing').on('subscriptions').column('failingSince');
    await failing.where('failingSince', 'is not', null).execute();
  },
};
