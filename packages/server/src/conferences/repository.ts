import { applyFilter, applyPage, type ODataQuery } from '../http/index.ts';
import type { ConferenceRow, Storage, Tx } from '../storage/index.ts';
import { conferenceFields, conferenceOrder } from './fields.ts';

type Db = Tx['db'];

/** Whose conferences a list is about. */
export interface Reach {
  readonly accountId: string;
  /** Only those that the user made or takes part in. */
  readonly userId?: string;
  /** Only those in which all of these take part. */
  readonly participants: readonly string[];
}

/** A page of conferences and one more, when there is one. */
export async function readPage({ read }: Storage, reach: Reach, odata: ODataQuery): Promise<ConferenceRow[]> {
  let query = read.selectFrom('conferences').selectAll().where('accountId', '=', reach.accountId);
  const { userId } = reach;
  if (userId !== undefined) {
    query = query.where((eb) => eb.or([eb('createdBy', '=', userId), eb.exists(takingPart(read, userId))]));
  }
  for (const participantId of reach.participants) {
    query = query.where((eb) => eb.exists(takingPart(read, participantId)));
  }
  if (odata.filter !== undefined) query = applyFilter(query, odata.filter, conferenceFields);
  return await applyPage(query, odata, conferenceOrder).execute();
}

export async function find(db: Db, conferenceId: string): Promise<ConferenceRow | undefined> {
  return await db.selectFrom('conferences').selectAll().where('conferenceId', '=', conferenceId).executeTakeFirst();
}

export async function findByCode(db: Db, accessCode: string): Promise<ConferenceRow | undefined> {
  return await db.selectFrom('conferences').selectAll().where('accessCode', '=', accessCode).executeTakeFirst();
}

export async function insert({ db }: Tx, row: ConferenceRow): Promise<void> {
  await db.insertInto('conferences').values(row).execute();
}

export async function update({ db }: Tx, conferenceId: string, change: Partial<ConferenceRow>): Promise<void> {
  await db.updateTable('conferences').set(change).where('conferenceId', '=', conferenceId).execute();
}

/** With its participants; attendances stay. */
export async function remove({ db }: Tx, conferenceId: string): Promise<void> {
  await db.deleteFrom('conferenceParticipants').where('conferenceId', '=', conferenceId).execute();
  await db.deleteFrom('conferences').where('conferenceId', '=', conferenceId).execute();
}

export async function accountOfUser(db: Db, userId: string): Promise<string | undefined> {
  const row = await db.selectFrom('users').select('accountId').where('userId', '=', userId).executeTakeFirst();
  return row?.accountId;
}

function takingPart(db: Db, participantId: string) {
  return db
    .selectFrom('conferenceParticipants')
    .select('conferenceParticipants.participantId')
    .whereRef('conferenceParticipants.conferenceId', '=', 'conferences.conferenceId' as never)
    .where('conferenceParticipants.participantId', '=', participantId);
}

/** Those with a meeting, as it was written. */
export async function activeConferences({ read }: Storage, limit: number): Promise<ConferenceRow[]> {
  return await read.selectFrom('conferences').selectAll().where('instanceId', 'is not', null).limit(limit).execute();
}

/** Those of the ids that there are. */
export async function existing(db: Db, conferenceIds: readonly string[]): Promise<Set<string>> {
  if (conferenceIds.length === 0) return new Set();
  const query = db.selectFrom('conferences').select('conferenceId').where('conferenceId', 'in', conferenceIds);
  return new Set((await query.execute()).map(({ conferenceId }) => conferenceId));
}
