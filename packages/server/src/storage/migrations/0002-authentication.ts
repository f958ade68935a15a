import type { Migration } from './migration.ts';

export const authentication: Migration = {
  number: 2,
  name: 'authentication',
  async up(db) {
    await db.schema
      .createTable('sessions')
      .addColumn('sessionId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('userId', 'text', (c) => c.notNull())
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('clientId', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('expiresOn', 'bigint', (c) => c.notNull())
      .addColumn('endedOn', 'bigint')
      .addColumn('endCause', 'text')
      .execute();
    await db.schema.createIndex('sessionsByUser').on('sessions').column('userId').execute();
    await db.schema
      .createTable('refreshTokens')
      .addColumn('tokenHash', 'text', (c) => c.primaryKey().notNull())
      .addColumn('sessionId', 'text', (c) => c.notNull().references('sessions.sessionId').onDelete('cascade'))
      .addColumn('expiresOn', 'bigint', (c) => c.notNull())
      .addColumn('usedOn', 'bigint')
      .execute();
    await db.schema.createIndex('refreshTokensBySession').on('refreshTokens').column('sessionId').execute();
    await db.schema
      .createTable('authorizationCodes')
      .addColumn('codeHash', 'text', (c) => c.primaryKey().notNull())
      .addColumn('userId', 'text', (c) => c.notNull())
      .addColumn('clientId', 'text')
      .addColumn('redirectUri', 'text')
      .addColumn('expiresOn', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('signingKeys')
      .addColumn('keyId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('algorithm', 'text', (c) => c.notNull())
      .addColumn('privateJwk', 'text', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .execute();
  },
};
