import type { Migration } from './migration.ts';

export const publications: Migration = {
  number: 3,
  name: 'publications',
  async up(db, dialect) {
    const table = db.schema.createTable('publications');
    // A sequence that was given once must never come again, even when the newest rows have been deleted.
    const keyed =
      dialect === 'sqlite'
        ? table.addColumn('sequence', 'integer', (c) => c.primaryKey().autoIncrement())
        : table.addColumn('sequence', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity());
    await keyed
      .addColumn('publicationId', 'text', (c) => c.notNull())
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('method', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('publisherAccountId', 'text', (c) => c.notNull())
      .addColumn('publisherPrincipalId', 'text', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .execute();
  },
};
