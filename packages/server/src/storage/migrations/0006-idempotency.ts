import type { Migration } from './migration.ts';

export const idempotency: Migration = {
  number: 6,
  name: 'idempotency',
  async up(db) {
    await db.schema
      .createTable('idempotencyKeys')
      .addColumn('keyHash', 'text', (c) => c.primaryKey().notNull())
      .addColumn('requestHash', 'text', (c) => c.notNull())
      .addColumn('status', 'integer')
      .addColumn('body', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('expiresOn', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('idempotencyKeysByExpiry').on('idempotencyKeys').column('expiresOn').execute();
  },
};
