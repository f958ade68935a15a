import { ApiError } from '../http/index.ts';
import type { ConferenceRow, ParticipantRow, Tx } from '../storage/index.ts';
import { usersOf } from './participant-repository.ts';

/** Rows of users who are asked to take part; the owner has accepted. @throws ApiError unknown_participant */
export async function invitedUsers(
  { db }: Tx,
  conference: ConferenceRow,
  userIds: readonly string[],
): Promise<ParticipantRow[]> {
  const { conferenceId, accountId, createdBy, createdOn } = conference;
  const wanted = [...new Set(userIds)];
  const users = new Map((await usersOf(db, accountId, wanted)).map((user) => [user.userId, user]));
  return wanted.map((userId) => {
    const user = users.get(userId);
    if (user === undefined) {
      throw new ApiError('unknown_participant', `The account has no user ${userId}.`, { param: 'participantId' });
    }
    return {
      conferenceId,
      participantId: userId,
      userId,
      name: user.displayName ?? user.name,
      number: null,
      state: userId === createdBy ? 'accepted' : 'invited',
      place: null,
      muted: 0,
      onetimeAcceptance: 0,
      createdOn,
    };
  });
}
