import type { Migration } from './migration.ts';

export const trunks: Migration = {
  number: 8,
  name: 'trunks',
  async up(db) {
    await db.schema
      .createTable('trunks')
      .addColumn('trunkId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('host', 'text', (c) => c.notNull())
      .addColumn('port', 'integer')
      .addColumn('transport', 'text', (c) => c.notNull())
      .addColumn('mode', 'text', (c) => c.notNull())
      .addColumn('username', 'text')
      .addColumn('password', 'text')
      .addColumn('inboundUsername', 'text')
      .addColumn('inboundHa1Md5', 'text')
      .addColumn('inboundHa1Sha256', 'text')
      .addColumn('trusted', 'integer', (c) => c.notNull())
      .addColumn('maxCalls', 'integer')
      .addColumn('callerId', 'text', (c) => c.notNull())
      .addColumn('callerNumber', 'text')
      .addColumn('numberFormat', 'text', (c) => c.notNull())
      .addColumn('enabled', 'integer', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('createdBy', 'text', (c) => c.notNull())
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedBy', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('inboundNumbers')
      .addColumn('numberId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('number', 'text', (c) => c.notNull().unique())
      .addColumn('destination', 'text')
      .addColumn('mainOf', 'text')
      .addColumn('location', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('createdBy', 'text', (c) => c.notNull())
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedBy', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('outboundRules')
      .addColumn('name', 'text', (c) => c.primaryKey().notNull())
      .addColumn('rules', 'text', (c) => c.notNull())
      .addColumn('emergencyTrunkIds', 'text', (c) => c.notNull())
      .addColumn('defaultDestination', 'text')
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedBy', 'text', (c) => c.notNull())
      .execute();
  },
};
