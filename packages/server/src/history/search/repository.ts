import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { CallRecordRow, Storage, Tx } from '../../storage/index.ts';
import { fullTextQuery } from './full-text-query.ts';
import type { NeededTexts } from './needed-texts.ts';

/** So many are read and sorted in some ten milliseconds; of more, a walk through the list soon has a page full. */
const FEW = 5_000;

/** Calls that are over and not in the index yet. Those are few, and looked at in any case; left alone, SQLite reads all. */
const waiting = sql`"callRecords" indexed by "callRecordsToIndex" where "searchId" is null and "endedOn" is not null`;

/** True where the texts are in a record. */
export function hasTexts(needed: NeededTexts): RawBuilder<SqlBool> {
  if (needed.kind === 'text') return sql<SqlBool>`"searchText" like ${pattern(needed.text)} escape '~'`;
  const word = needed.kind === 'all' ? sql` and ` : sql` or `;
  return sql<SqlBool>`(${sql.join(needed.parts.map(hasTexts), word)})`;
}

/**
 * On SQLite: keys of the records that could have the texts, when they are few, for then it is quicker to begin with those.
 * Undefined when they are many.
 */
export async function fewWith({ read, dialect }: Storage, needed: NeededTexts): Promise<number[] | undefined> {
  // PostgreSQL has statistics, and chooses by itself.
  if (dialect === 'postgres') return undefined;
  const { rows } = await sql<{ id: number }>`select rowid as "id" from "callRecordTexts"
    where "callRecordTexts" match ${fullTextQuery(needed)}
    union all select 0 from ${waiting} limit ${FEW + 1}`.execute(read);
  return rows.length > FEW ? undefined : rows.map(({ id }) => id);
}

/** On SQLite: records with these keys and those without one, to be used as if they were all. */
export function candidates({ read }: Storage, searchIds: readonly number[]) {
  // A cross join is done in the order in which it is written.
  const found = sql<CallRecordRow>`(select "callRecords".* from (
    select rowid as "row" from "callRecords" indexed by "callRecordsBySearch"
    where "searchId" in (select value from json_each(${JSON.stringify(searchIds)}))
    union all select rowid from ${waiting}) as "found"
    cross join "callRecords" on "callRecords".rowid = "found"."row")`;
  return read.selectFrom(found.as('callRecords'));
}

/** On SQLite: takes calls that are over into the index. @returns how many */
export async function indexSome({ db }: Tx, limit: number): Promise<number> {
  const { rows } = await sql<{
    last: number;
  }>`select coalesce(max("searchId"), 0) as "last"
    from "callRecords" indexed by "callRecordsBySearch" where "searchId" is not null`.execute(db);
  const last = rows[0]?.last ?? 0;
  // The limit stands inside: places of all that wait would be counted for each batch.
  const { numAffectedRows } = await sql`update "callRecords" set "searchId" = ${last} + "next"."place" from (
    select "recordId", row_number() over (order by "recordId") as "place" from (
      select "recordId" from ${waiting} order by "recordId" limit ${limit})) as "next"
    where "callRecords"."recordId" = "next"."recordId"`.execute(db);
  await sql`insert into "callRecordTexts" (rowid, "searchText")
    select "searchId", "searchText" from "callRecords" indexed by "callRecordsBySearch"
    where "searchId" > ${last}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

function pattern(text: string): string {
  return `%${text.replace(/[%_~]/g, '~$&')}%`;
}
