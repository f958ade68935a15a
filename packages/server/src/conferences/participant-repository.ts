import { applyFilter, applyPage, type ODataQuery } from '../http/index.ts';
import type { ParticipantRow, Storage, Tx } from '../storage/index.ts';
import { participantFields, participantOrder } from './fields.ts';

type Db = Tx['db'];

/** A page of participants and one more, when there is one. */
export async function readPage({ read }: Storage, conferenceId: string, odata: ODataQuery): Promise<ParticipantRow[]> {
  let query = read.selectFrom('conferenceParticipants').selectAll().where('conferenceId', '=', conferenceId);
  if (odata.filter !== undefined) query = applyFilter(query, odata.filter, participantFields);
  return await applyPage(query, odata, participantOrder).execute();
}

/** Of several conferences, each in the order in which they came. */
export async function participantsOf(db: Db, conferenceIds: readonly string[]): Promise<ParticipantRow[]> {
  if (conferenceIds.length === 0) return [];
  return await db
    .selectFrom('conferenceParticipants')
    .selectAll()
    .where('conferenceId', 'in', conferenceIds)
    .orderBy('createdOn')
    .orderBy('participantId')
    .execute();
}

export async function findParticipant(
  db: Db,
  conferenceId: string,
  participantId: string,
): Promise<ParticipantRow | undefined> {
  return await db
    .selectFrom('conferenceParticipants')
    .selectAll()
    .where('conferenceId', '=', conferenceId)
    .where('participantId', '=', participantId)
    .executeTakeFirst();
}

export async function insertParticipants({ db }: Tx, rows: readonly ParticipantRow[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('conferenceParticipants').values(rows).execute();
}

export async function updateParticipant(
  { db }: Tx,
  { conferenceId, participantId }: ParticipantRow,
  change: Partial<ParticipantRow>,
): Promise<void> {
  await db
    .updateTable('conferenceParticipants')
    .set(change)
    .where('conferenceId', '=', conferenceId)
    .where('participantId', '=', participantId)
    .execute();
}

export async function removeParticipant({ db }: Tx, { conferenceId, participantId }: ParticipantRow): Promise<void> {
  await db
    .deleteFrom('conferenceParticipants')
    .where('conferenceId', '=', conferenceId)
    .where('participantId', '=', participantId)
    .execute();
}

/** Those of the ids that are users of the account, with their names. */
export async function usersOf(db: Db, accountId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return await db
    .selectFrom('users')
    .select(['userId', 'name', 'displayName'])
    .where('accountId', '=', accountId)
    .where('userId', 'in', ids)
    .execute();
}

/** Those who are in a meeting, as it was written. */
export async function presentParticipants({ read }: Storage, limit: number): Promise<ParticipantRow[]> {
  return await read
    .selectFrom('conferenceParticipants')
    .selectAll()
    .where('place', 'is not', null)
    .limit(limit)
    .execute();
}
