import type { Migration } from './migration.ts';

export const features: Migration = {
  number: 9,
  name: 'features',
  async up(db) {
    await db.schema
      .createTable('endpointSettings')
      .addColumn('endpointId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('dnd', 'integer', (c) => c.notNull())
      .addColumn('messageWaiting', 'integer', (c) => c.notNull())
      .addColumn('pstnRouting', 'text')
      .addColumn('userAvailability', 'text', (c) => c.notNull())
      .addColumn('forwarding', 'text', (c) => c.notNull())
      .execute();
  },
};
