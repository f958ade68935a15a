import type { Role } from '@cordboard/contract';
import { ApiError, type Caller, reaches, seesAccount } from '../http/index.ts';
import type { ConferenceRow } from '../storage/index.ts';

/** How the caller stands to a conference: it made it, takes part in it, is of the same account, or of another. */
export type Relation = 'owner' | 'participant' | 'account' | 'other';
/** direct: begin, end, record, lock, invite, admit, mute, remove. attend: what participants do for themselves. */
export type ConferenceAction = 'read' | 'attend' | 'direct' | 'change' | 'delete';

/** The least role. Of other accounts' conferences nobody learns that they are. */
export const policy: Readonly<Record<ConferenceAction, Readonly<Record<Relation, Role | 'nobody'>>>> = {
  read: { owner: 'USER', participant: 'USER', account: 'ACCOUNT_ADMIN', other: 'nobody' },
  attend: { owner: 'USER', participant: 'USER', account: 'ACCOUNT_ADMIN', other: 'nobody' },
  direct: { owner: 'USER', participant: 'ACCOUNT_ADMIN', account: 'ACCOUNT_ADMIN', other: 'nobody' },
  change: { owner: 'USER', participant: 'ACCOUNT_ADMIN', account: 'ACCOUNT_ADMIN', other: 'nobody' },
  delete: { owner: 'USER', participant: 'ACCOUNT_ADMIN', account: 'ACCOUNT_ADMIN', other: 'nobody' },
};

/** @throws ApiError unknown_conference, also for another account's; forbidden */
export function authorize(
  caller: Caller,
  action: ConferenceAction,
  row: ConferenceRow | undefined,
  participates: boolean,
): ConferenceRow {
  const relation = relationOf(caller, row, participates);
  const wanted = policy[action][relation];
  if (row === undefined || wanted === 'nobody') throw unknownConference();
  if (reaches(caller.role, wanted)) return row;
  const words = `This conference is not yours to ${action}; that needs the role ${wanted}.`;
  throw new ApiError('forbidden', words, { param: 'conferenceId' });
}

/** Whose conferences and attendances one may list. @throws ApiError forbidden, also for users that there are not */
export function authorizeUser(caller: Caller, userId: string, accountId: string | undefined): void {
  if (userId === caller.principalId) return;
  if (accountId === caller.accountId && seesAccount(caller, policy)) return;
  throw new ApiError('forbidden', 'These conferences are for the user and administrators of the account.', {
    param: 'userId',
  });
}

export function unknownConference(): ApiError {
  return new ApiError('unknown_conference', undefined, { param: 'conferenceId' });
}

function relationOf(caller: Caller, row: ConferenceRow | undefined, participates: boolean): Relation {
  if (row === undefined || row.accountId !== caller.accountId) return 'other';
  if (row.createdBy === caller.principalId) return 'owner';
  return participates ? 'participant' : 'account';
}
