import type { Migration } from './migration.ts';

export const media: Migration = {
  number: 5,
  name: 'media',
  async up(db) {
    await db.schema
      .createTable('callRecords')
      .addColumn('recordId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('endpointId', 'text', (c) => c.notNull())
      .addColumn('callId', 'text', (c) => c.notNull())
      .addColumn('userId', 'text')
      .addColumn('siteId', 'text', (c) => c.notNull())
      .addColumn('trackingId', 'text', (c) => c.notNull())
      .addColumn('direction', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('cause', 'text', (c) => c.notNull())
      .addColumn('fromNumber', 'text', (c) => c.notNull())
      .addColumn('fromName', 'text')
      .addColumn('toNumber', 'text', (c) => c.notNull())
      .addColumn('toName', 'text')
      .addColumn('deviceId', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('ringingOn', 'bigint')
      .addColumn('answeredOn', 'bigint')
      .addColumn('endedOn', 'bigint')
      .addColumn('completed', 'integer', (c) => c.notNull())
      .addColumn('hidden', 'integer', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('callRecordsByCall')
      .unique()
      .on('callRecords')
      .columns(['endpointId', 'callId'])
      .execute();
    await db.schema.createIndex('callRecordsByAccount').on('callRecords').columns(['accountId', 'createdOn']).execute();
    await db.schema
      .createTable('bindings')
      .addColumn('endpointId', 'text', (c) => c.notNull())
      .addColumn('contact', 'text', (c) => c.notNull())
      .addColumn('callId', 'text', (c) => c.notNull())
      .addColumn('cseq', 'bigint', (c) => c.notNull())
      .addColumn('expiresAt', 'bigint', (c) => c.notNull())
      .addColumn('userAgent', 'text', (c) => c.notNull())
      .addColumn('allowEvents', 'text')
      .addColumn('transport', 'text', (c) => c.notNull())
      .addColumn('remoteAddress', 'text', (c) => c.notNull())
      .addColumn('remotePort', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('bindingsKey', ['endpointId', 'contact'])
      .execute();
    await db.schema
      .createTable('callIdBlocks')
      .addColumn('name', 'text', (c) => c.primaryKey().notNull())
      .addColumn('next', 'bigint', (c) => c.notNull())
      .execute();
  },
};
