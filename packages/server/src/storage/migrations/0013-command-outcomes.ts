import type { Migration } from './migration.ts';

export const commandOutcomes: Migration = {
  number: 13,
  name: 'command-outcomes',
  async up(db) {
    await db.schema
      .createTable('commandOutcomes')
      .addColumn('outcomeId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('principalId', 'text', (c) => c.notNull())
      .addColumn('endpointId', 'text', (c) => c.notNull())
      .addColumn('successUrl', 'text')
      .addColumn('failureUrl', 'text')
      .addColumn('url', 'text')
      .addColumn('body', 'text')
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .execute();
  },
};
