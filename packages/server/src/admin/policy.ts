import type { Role } from '@cordboard/contract';
import { ApiError, type Caller, reaches } from '../http/index.ts';

export type AdminAction =
  | 'readAccount'
  | 'updateAccount'
  | 'listUsers'
  | 'createUser'
  | 'readUser'
  | 'updateUser'
  | 'changeIdentity'
  | 'deleteUser'
  | 'createCredentials';

/** How the caller stands to what the action is about. */
export type Relation = 'self' | 'account' | 'customer' | 'other';

type Rule = Readonly<Record<Relation, Role | 'nobody'>>;

const partner = 'PARTNER_ADMIN';
const admin = 'ACCOUNT_ADMIN';

/**
 * The least role for an action. `self`: the caller's own user; `account`: something in the caller's account;
 * `customer`: in an account whose partner is the caller's account (contract section 8, item 24).
 */
export const policy: Readonly<Record<AdminAction, Rule>> = {
  readAccount: { self: 'USER', account: 'USER', customer: partner, other: 'nobody' },
  updateAccount: { self: admin, account: admin, customer: partner, other: 'nobody' },
  listUsers: { self: 'USER', account: 'USER', customer: partner, other: 'nobody' },
  createUser: { self: admin, account: admin, customer: partner, other: 'nobody' },
  readUser: { self: 'USER', account: 'USER', customer: partner, other: 'nobody' },
  updateUser: { self: 'USER', account: admin, customer: partner, other: 'nobody' },
  /** role, e-mail and extension */
  changeIdentity: { self: admin, account: admin, customer: partner, other: 'nobody' },
  deleteUser: { self: admin, account: admin, customer: partner, other: 'nobody' },
  createCredentials: { self: 'USER', account: admin, customer: partner, other: 'nobody' },
};

interface Subject {
  readonly accountId: string;
  readonly partnerId?: string | null;
  readonly userId?: string;
}

export function relationOf(caller: Caller, subject: Subject | undefined): Relation {
  if (subject === undefined) return 'other';
  if (subject.accountId === caller.accountId) return subject.userId === caller.principalId ? 'self' : 'account';
  return subject.partnerId === caller.accountId ? 'customer' : 'other';
}

/** @throws ApiError forbidden; for an account of others the words do not tell whether it exists */
export function authorize(caller: Caller, action: AdminAction, subject: Subject | undefined, param?: string): void {
  const wanted = policy[action][relationOf(caller, subject)];
  if (wanted !== 'nobody' && reaches(caller.role, wanted)) return;
  const words =
    wanted === 'nobody'
      ? 'That belongs to another account.'
      : `This needs the role ${wanted}; yours is ${caller.role}.`;
  throw new ApiError('forbidden', words, param === undefined ? {} : { param });
}
