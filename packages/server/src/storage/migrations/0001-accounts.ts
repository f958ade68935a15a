import type { Migration } from './migration.ts';

export const accounts: Migration = {
  number: 1,
  name: 'accounts',
  async up(db) {
    await db.schema
      .createTable('accounts')
      .addColumn('accountId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountNumber', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('domain', 'text', (c) => c.notNull())
      .addColumn('partnerId', 'text')
      .addColumn('active', 'integer', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('languageCode', 'text', (c) => c.notNull())
      .addColumn('userLimit', 'integer')
      .addColumn('location', 'text')
      .addColumn('contacts', 'text')
      .addColumn('policy', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('createdBy', 'text', (c) => c.notNull())
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedBy', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('users')
      .addColumn('userId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountId', 'text', (c) => c.notNull().references('accounts.accountId'))
      .addColumn('siteId', 'text')
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('displayName', 'text')
      .addColumn('firstName', 'text')
      .addColumn('lastName', 'text')
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('emailKey', 'text', (c) => c.notNull().unique())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('extension', 'text')
      .addColumn('mobile', 'text')
      .addColumn('phone', 'text')
      .addColumn('languageCode', 'text')
      .addColumn('emailVerified', 'integer', (c) => c.notNull())
      .addColumn('extensionVerified', 'integer', (c) => c.notNull())
      .addColumn('mobileVerified', 'integer', (c) => c.notNull())
      .addColumn('phoneVerified', 'integer', (c) => c.notNull())
      .addColumn('userVerified', 'integer', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('photoUrl', 'text')
      .addColumn('passwordHash', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('createdBy', 'text', (c) => c.notNull())
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedBy', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('usersByAccount').on('users').columns(['accountId', 'userId']).execute();
    await db.schema.createIndex('usersByExtension').unique().on('users').columns(['accountId', 'extension']).execute();
    await db.schema
      .createTable('endpoints')
      .addColumn('endpointId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountId', 'text', (c) => c.notNull().references('accounts.accountId'))
      .addColumn('userId', 'text', (c) => c.notNull().unique().references('users.userId'))
      .addColumn('siteId', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('ha1Md5', 'text')
      .addColumn('ha1Sha256', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .execute();
  },
};
