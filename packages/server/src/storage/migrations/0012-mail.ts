import type { Migration } from './migration.ts';

export const mail: Migration = {
  number: 12,
  name: 'mail',
  async up(db) {
    await db.schema
      .createTable('mails')
      .addColumn('mailId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('toAddress', 'text', (c) => c.notNull())
      .addColumn('toName', 'text')
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('html', 'text')
      .addColumn('attachments', 'text', (c) => c.notNull())
      .addColumn('about', 'text')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('dueOn', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('lastError', 'text')
      .execute();
    await db.schema.createIndex('mailsByDue').on('mails').columns(['state', 'dueOn']).execute();
    await db.schema.createIndex('mailsByAge').on('mails').columns(['createdOn']).execute();
    await db.schema
      .createTable('mailboxes')
      .addColumn('endpointId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('mail', 'integer', (c) => c.notNull())
      .addColumn('attach', 'integer', (c) => c.notNull())
      .addColumn('deleteAfterSending', 'integer', (c) => c.notNull())
      .execute();
  },
};
