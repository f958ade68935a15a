import { type Kysely, sql } from 'kysely';
import type { Migration } from './migration.ts';

/** An index of what $search and texts of $filter look for in the history. PostgreSQL has its own (storage/postgres). */
export const historySearch: Migration = {
  number: 14,
  name: 'history-search',
  async up(db, dialect) {
    if (dialect === 'sqlite') await indexTexts(db);
  },
};

/**
 * Rows come into the index some time after their call, in batches. Rowids of `callRecords` will not do for keys: VACUUM
 * gives new ones. Nothing but pieces of three characters is kept: rows that have all of them are looked at anyway.
 */
async function indexTexts(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`alter table "callRecords" add column "searchId" bigint`,
    sql`create index "callRecordsBySearch" on "callRecords" ("searchId") where "searchId" is not null`,
    sql`create index "callRecordsToIndex" on "callRecords" ("recordId") where "searchId" is null and "endedOn" is not null`,
    sql`create virtual table "callRecordTexts" using fts5
      ("searchText", content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1')`,
    sql`create trigger "callRecordDeleted" after delete on "callRecords" when old."searchId" is not null begin
      delete from "callRecordTexts" where rowid = old."searchId"; end`,
    sql`create trigger "callRecordTextChanged" after update of "searchText" on "callRecords"
      when old."searchId" is not null and old."searchText" <> new."searchText" begin
      delete from "callRecordTexts" where rowid = old."searchId";
      update "callRecords" set "searchId" = null where "recordId" = old."recordId"; end`,
  ]) {
    await statement.execute(db);
  }
}
