import { applyFilter, applyPage, type Caller, type ODataQuery, seesAccount } from '../http/index.ts';
import type { RecordingRow, Storage, Tx } from '../storage/index.ts';
import { filterFields, pageOrder } from './fields.ts';
import { policy } from './policy.ts';

/** A page of recordings and one more, when there is one. */
export async function readPage({ read }: Storage, caller: Caller, odata: ODataQuery): Promise<RecordingRow[]> {
  let query = read.selectFrom('recordings').selectAll().where('deletedOn', 'is', null);
  query = seesAccount(caller, policy)
    ? query.where('accountId', '=', caller.accountId)
    : query.where('userId', '=', caller.principalId);
  if (odata.filter !== undefined) query = applyFilter(query, odata.filter, filterFields);
  return await applyPage(query, odata, pageOrder).execute();
}

/** One that is not deleted. */
export async function find(db: Tx['db'], recordingId: string): Promise<RecordingRow | undefined> {
  return await db
    .selectFrom('recordings')
    .selectAll()
    .where('recordingId', '=', recordingId)
    .where('deletedOn', 'is', null)
    .executeTakeFirst();
}

export async function insert({ db }: Tx, row: RecordingRow): Promise<void> {
  await db.insertInto('recordings').values(row).execute();
}

export async function update({ db }: Tx, recordingId: string, change: Partial<RecordingRow>): Promise<void> {
  await db.updateTable('recordings').set(change).where('recordingId', '=', recordingId).execute();
}

export async function remove({ db }: Tx, recordingId: string): Promise<void> {
  await db.deleteFrom('recordings').where('recordingId', '=', recordingId).execute();
}

/** Those whose end nobody wrote, the oldest first. */
export async function unended({ read }: Storage, limit: number): Promise<RecordingRow[]> {
  const query = read.selectFrom('recordings').selectAll().where('endedOn', 'is', null).where('deletedOn', 'is', null);
  return await query.orderBy('startedOn').limit(limit).execute();
}

/** Those that were asked to go and have not gone yet. */
export async function deleted({ read }: Storage, limit: number): Promise<RecordingRow[]> {
  return await read
    .selectFrom('recordings')
    .selectAll()
    .where('deletedOn', 'is not', null)
    .orderBy('deletedOn')
    .limit(limit)
    .execute();
}

export async function endedBefore({ read }: Storage, before: number, limit: number): Promise<RecordingRow[]> {
  const query = read.selectFrom('recordings').selectAll().where('endedOn', '<', before).where('deletedOn', 'is', null);
  return await query.orderBy('endedOn').limit(limit).execute();
}

/** Those of these names that a row knows. */
export async function knownFiles({ read }: Storage, names: readonly string[]): Promise<Set<string>> {
  const ids = names.map((name) => name.replace(/^.*\/|\.wav$/g, ''));
  const rows = await read.selectFrom('recordings').select('file').where('recordingId', 'in', ids).execute();
  return new Set(rows.map(({ file }) => file));
}

/** The numbers of the call, for the name of the file. */
export async function parties({ read }: Storage, { endpointId, callId }: RecordingRow) {
  return await read
    .selectFrom('callRecords')
    .select(['fromNumber', 'toNumber'])
    .where('endpointId', '=', endpointId)
    .where('callId', '=', callId)
    .executeTakeFirst();
}

/** Whose the recordings of a conference are. */
export async function conferenceOwner({ db }: Tx, conferenceId = '') {
  return await db
    .selectFrom('conferences')
    .select(['accountId', 'createdBy as userId'])
    .where('conferenceId', '=', conferenceId)
    .executeTakeFirst();
}
