import { sql } from 'kysely';
import { applyFilter, applyPage, type Expression, type ODataQuery } from '../http/index.ts';
import type { CallRecordRow, Storage, Tx } from '../storage/index.ts';
import { filterFields, pageOrder } from './fields.ts';
import type { Reach } from './policy.ts';
import { principalIn, withWholePrincipals } from './principal.ts';
import { allOf, type NeededTexts, neededText, neededTexts } from './search/needed-texts.ts';
import { candidates, fewWith, hasTexts } from './search/repository.ts';

/** Where a walk through records stands. */
type Place = Pick<CallRecordRow, 'createdOn' | 'recordId'>;

/** A page of records and one more, when there is one. */
export async function readPage(storage: Storage, reach: Reach, odata: ODataQuery): Promise<CallRecordRow[]> {
  const needed = textsOf(odata);
  const few = needed === undefined ? undefined : await fewWith(storage, needed);
  return await pageQuery(storage, reach, odata, few).execute();
}

/**
 * The question behind a page: each index of the list is meant for one form of it.
 * @param few keys of all records that have the texts which are looked for
 */
export function pageQuery(storage: Storage, reach: Reach, odata: ODataQuery, few?: readonly number[]) {
  const filter = odata.filter === undefined ? undefined : withWholePrincipals(odata.filter);
  let query = within(storage, reach, filter, few);
  const texts = filter === undefined ? undefined : neededTexts(filter);
  if (texts !== undefined) query = query.where(hasTexts(texts));
  if (filter !== undefined) query = applyFilter(query, filter, filterFields);
  if (odata.search !== undefined)
    query = query.where(sql<boolean>`"searchText" like ${pattern(odata.search)} escape '~'`);
  return applyPage(query, odata, pageOrder);
}

/** Records of one call, of all endpoints that had this id. */
export async function readCall({ read }: Storage, accountId: string, callId: string): Promise<CallRecordRow[]> {
  return await over(read)
    .where('accountId', '=', accountId)
    .where('callId', '=', callId)
    .orderBy('endpointId')
    .execute();
}

/** Number of whoever called an endpoint last, while its present owner had it. */
export async function readLastCaller({ read }: Storage, o: { userId: string; endpointId: string }) {
  const row = await read
    .selectFrom('callRecords')
    .select('fromNumber')
    .where('userId', '=', o.userId)
    .where('endpointId', '=', o.endpointId)
    .where('direction', '=', 'inbound')
    .orderBy('createdOn', 'desc')
    .orderBy('recordId', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.fromNumber;
}

export interface HideQuestion {
  readonly userId: string;
  readonly filter: Expression | undefined;
  readonly hidden: boolean;
  /** Calls that began later are left as they are. */
  readonly until: number;
}

/** Own records of the filter that are to be hidden or shown, after a place; the oldest first. */
export async function readToHide(
  { read }: Storage,
  o: HideQuestion,
  after: Place | undefined,
  limit: number,
): Promise<Place[]> {
  let query = read
    .selectFrom('callRecords')
    .selectAll()
    .where('endedOn', 'is not', null)
    .where('userId', '=', o.userId)
    .where('hidden', '=', o.hidden ? 0 : 1)
    .where('createdOn', '<=', o.until);
  if (o.filter !== undefined) query = applyFilter(query, o.filter, filterFields);
  if (after !== undefined) {
    const { createdOn, recordId } = after;
    query = query
      .where('createdOn', '>=', createdOn)
      .where((eb) => eb.or([eb('createdOn', '>', createdOn), eb('recordId', '>', recordId)]));
  }
  return await query.orderBy('createdOn').orderBy('recordId').limit(limit).execute();
}

export async function setHidden({ db }: Tx, recordIds: readonly string[], hidden: boolean): Promise<void> {
  if (recordIds.length === 0) return;
  await db
    .updateTable('callRecords')
    .set({ hidden: hidden ? 1 : 0 })
    .where('recordId', 'in', recordIds)
    .execute();
}

/** Deletes records of calls that ended before a time, the oldest first. @returns how many */
export async function deleteEndedBefore({ db }: Tx, before: number, limit: number): Promise<number> {
  const old = db
    .selectFrom('callRecords')
    .select('recordId')
    .where('endedOn', '<', before)
    .orderBy('endedOn')
    .limit(limit);
  const { numDeletedRows } = await db.deleteFrom('callRecords').where('recordId', 'in', old).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

function textsOf({ filter, search }: ODataQuery): NeededTexts | undefined {
  return allOf([
    filter === undefined ? undefined : neededTexts(filter),
    search === undefined ? undefined : neededText(searched(search)),
  ]);
}

function over(db: Storage['read']) {
  return db.selectFrom('callRecords').selectAll().where('endedOn', 'is not', null);
}

function within(storage: Storage, reach: Reach, filter: Expression | undefined, few?: readonly number[]) {
  const { userId } = reach;
  const { read: db, dialect } = storage;
  const all: ReturnType<typeof over> =
    few === undefined ? over(db) : candidates(storage, few).selectAll().where('endedOn', 'is not', null);
  if (reach.kind === 'own') return all.where('userId', '=', userId).where('hidden', '=', 0);
  const shown = all.where((eb) => eb.or([eb('hidden', '=', 0), eb('userId', '!=', userId)]));
  if (dialect === 'postgres' || principalIn(filter) === undefined)
    return shown.where('accountId', '=', reach.accountId);
  // SQLite counts no rows: as an expression, so that it takes the index of the user and not that of the account.
  return shown.where(sql<boolean>`"accountId" || '' = ${reach.accountId}`);
}

/** Marks between the digits of a number are left out: `(613) 555-0100` finds +16135550100. */
function searched(search: string): string {
  const digits = search.replace(/[\s().\-/]/g, '');
  const text = /^\+?[0-9*#]+$/.test(digits) ? digits : search;
  return text.toLowerCase();
}

function pattern(search: string): string {
  return `%${searched(search).replace(/[%_~]/g, '~$&')}%`;
}
