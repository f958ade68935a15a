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
    await db.schema
      .createTable('ringGroups')
      .addColumn('ringGroupId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('number', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('strategy', 'text', (c) => c.notNull())
      .addColumn('members', 'text', (c) => c.notNull())
      .addColumn('ringSeconds', 'integer', (c) => c.notNull())
      .addColumn('overflow', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('createdBy', 'text', (c) => c.notNull())
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedBy', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('voicemail')
      .addColumn('messageId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('endpointId', 'text', (c) => c.notNull())
      .addColumn('fromNumber', 'text', (c) => c.notNull())
      .addColumn('fromName', 'text')
      .addColumn('heard', 'integer', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('durationMs', 'bigint')
      .execute();
    await db.schema.createIndex('voicemailByEndpoint').on('voicemail').columns(['endpointId', 'createdOn']).execute();
  },
};
