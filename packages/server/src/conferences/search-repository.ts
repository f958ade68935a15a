import { type SqlBool, sql } from 'kysely';
import type { Storage } from '../storage/index.ts';

/** Something that was found, by the conference it belongs to. */
export interface Finding {
  readonly conferenceId: string;
  readonly content: string;
  /** Id of the participant or recording. */
  readonly id: string;
}

/** Where to look: the conferences of an account, or of a user. */
export interface SearchReach {
  readonly accountId: string;
  readonly userId?: string;
}

export async function searchConferences(storage: Storage, reach: SearchReach, words: readonly string[], limit: number) {
  const rows = await visible(storage, reach)
    .where(contains('conferences.name', words))
    .select('conferences.name as content')
    .orderBy('conferences.createdOn', 'desc')
    .orderBy('conferences.conferenceId')
    .limit(limit)
    .execute();
  return rows.map(({ conferenceId, content }) => ({ conferenceId, content: content ?? '', id: conferenceId }));
}

export async function searchParticipants(
  storage: Storage,
  reach: SearchReach,
  words: readonly string[],
  limit: number,
) {
  const rows = await visible(storage, reach)
    .innerJoin('conferenceParticipants as found', 'found.conferenceId', 'conferences.conferenceId')
    .where(contains('found.name', words))
    .select(['found.name as content', 'found.participantId as id'])
    .orderBy('conferences.createdOn', 'desc')
    .orderBy('found.participantId')
    .limit(limit)
    .execute();
  return rows.map((row): Finding => ({ ...row, content: row.content ?? '' }));
}

/** Recordings are their owner's alone. */
export async function searchRecordings(storage: Storage, reach: SearchReach, words: readonly string[], limit: number) {
  let query = visible(storage, reach)
    .innerJoin('recordings', 'recordings.callId', 'conferences.conferenceId')
    .where('recordings.endpointId', '=', '')
    .where('recordings.deletedOn', 'is', null)
    .where(contains('recordings.label', words));
  const { userId } = reach;
  if (userId !== undefined) query = query.where('recordings.userId', '=', userId);
  const rows = await query
    .select(['recordings.label as content', 'recordings.recordingId as id'])
    .orderBy('recordings.startedOn', 'desc')
    .orderBy('recordings.recordingId')
    .limit(limit)
    .execute();
  return rows.map((row): Finding => ({ ...row, content: row.content ?? '' }));
}

function visible({ read }: Storage, { accountId, userId }: SearchReach) {
  const query = read
    .selectFrom('conferences')
    .select('conferences.conferenceId')
    .where('conferences.accountId', '=', accountId);
  if (userId === undefined) return query;
  return query.where((eb) =>
    eb.or([
      eb('conferences.createdBy', '=', userId),
      eb.exists(
        eb
          .selectFrom('conferenceParticipants as own')
          .select('own.participantId')
          .whereRef('own.conferenceId', '=', 'conferences.conferenceId')
          .where('own.participantId', '=', userId),
      ),
    ]),
  );
}

/** All of the words, in any order. */
function contains(column: string, words: readonly string[]) {
  const parts = words.map((word) => {
    const pattern = `%${word.toLowerCase().replace(/[%_~]/g, '~$&')}%`;
    return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '~'`;
  });
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}
