import type { Role } from '@cordboard/contract';
import { ApiError, type Caller, reaches } from '../http/index.ts';
import type { RecordingRow } from '../storage/index.ts';

export type Relation = 'own' | 'account' | 'other';
export type RecordingAction = 'read' | 'label' | 'delete';

/** The least role. To delete "requires privileged access" (the swagger's words), also for one's own. */
export const policy: Readonly<Record<RecordingAction, Readonly<Record<Relation, Role | 'nobody'>>>> = {
  read: { own: 'USER', account: 'ACCOUNT_ADMIN', other: 'nobody' },
  label: { own: 'USER', account: 'ACCOUNT_ADMIN', other: 'nobody' },
  delete: { own: 'ACCOUNT_ADMIN', account: 'ACCOUNT_ADMIN', other: 'nobody' },
};

/** @throws ApiError unknown_recording, also for another account's; forbidden */
export function authorize(caller: Caller, action: RecordingAction, row: RecordingRow | undefined): RecordingRow {
  const wanted = policy[action][relationOf(caller, row)];
  if (row === undefined || wanted === 'nobody') {
    throw new ApiError('unknown_recording', undefined, { param: 'recordingId' });
  }
  if (reaches(caller.role, wanted)) return row;
  const words = `This recording is not yours to ${action}; that needs the role ${wanted}.`;
  throw new ApiError('forbidden', words, { param: 'recordingId' });
}

function relationOf(caller: Caller, row: RecordingRow | undefined): Relation {
  if (row === undefined || row.accountId !== caller.accountId) return 'other';
  return row.userId === caller.principalId ? 'own' : 'account';
}
