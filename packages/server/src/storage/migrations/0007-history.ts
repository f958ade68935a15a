import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

/** The history of calls, and recordings. */
export const history: Migration = {
  number: 7,
  name: 'history',
  async up(db) {
    await extendCallRecords(db);
    await fillCallRecords(db);
    await indexCallRecords(db);
    await createRecordings(db);
  },
};

async function extendCallRecords(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('callRecords');
  await table().addColumn('fromPrincipalId', 'text').execute();
  await table().addColumn('toPrincipalId', 'text').execute();
  await table()
    .addColumn('missed', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await table()
    .addColumn('searchText', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await table().addColumn('lossPercent', 'double precision').execute();
  await table().addColumn('jitterMs', 'double precision').execute();
  await table().addColumn('mos', 'double precision').execute();
}

/** Records of calls before this version: what can be told of them. */
async function fillCallRecords(db: Kysely<unknown>): Promise<void> {
  await sql`update "callRecords" set
    "missed" = case
      when "direction" = 'inbound' and "endedOn" is not null and "answeredOn" is null
        and "cause" not in ('redirected', 'transfer', 'callForward', 'callForwardAlways', 'callForwardBusy', 'callForwardNoAnswer')
      then 1 else 0 end,
    "searchText" = lower("fromNumber" || ' ' || coalesce("fromName", '') || ' ' || "toNumber" || ' ' || coalesce("toName", ''))`.execute(
    db,
  );
}

/** Each list is read along an index, newest first, and never sorted. */
async function indexCallRecords(db: Kysely<unknown>): Promise<void> {
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('callRecords').columns(columns).execute();
  await db.schema.dropIndex('callRecordsByAccount').execute();
  await index('callRecordsByAccount', ['accountId', 'createdOn', 'recordId']);
  await index('callRecordsByUser', ['userId', 'createdOn', 'recordId']);
  await index('callRecordsByUserShown', ['userId', 'hidden', 'createdOn', 'recordId']);
  await index('callRecordsByCallId', ['accountId', 'callId']);
  await index('callRecordsByEnd', ['endedOn']);
}

async function createRecordings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recordings')
    .addColumn('recordingId', 'text', (c) => c.primaryKey().notNull())
    .addColumn('accountId', 'text', (c) => c.notNull())
    .addColumn('userId', 'text', (c) => c.notNull())
    .addColumn('endpointId', 'text', (c) => c.notNull())
    .addColumn('callId', 'text', (c) => c.notNull())
    .addColumn('callIds', 'text', (c) => c.notNull())
    .addColumn('trackingId', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('cause', 'text')
    .addColumn('startedOn', 'bigint', (c) => c.notNull())
    .addColumn('endedOn', 'bigint')
    .addColumn('durationMs', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bigint', (c) => c.notNull())
    .addColumn('file', 'text', (c) => c.notNull())
    .addColumn('label', 'text')
    .addColumn('tags', 'text', (c) => c.notNull())
    .addColumn('deletedOn', 'bigint')
    .execute();
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('recordings').columns(columns).execute();
  await index('recordingsByAccount', ['accountId', 'startedOn', 'recordingId']);
  await index('recordingsByUser', ['userId', 'startedOn', 'recordingId']);
  await index('recordingsByCallId', ['accountId', 'callId']);
  await index('recordingsByEnd', ['endedOn']);
  await index('recordingsByDeletion', ['deletedOn']);
  await db.schema
    .createTable('linkKeys')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('createdOn', 'bigint', (c) => c.notNull())
    .execute();
}
