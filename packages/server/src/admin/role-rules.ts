import type { Role } from '@cordboard/contract';
import { ApiError, type Caller, reaches } from '../http/index.ts';
import type { AccountRow } from '../storage/index.ts';

/** Nobody gives a role above their own, or changes somebody who has one (contract section 2). */
export function requireRoleWithin(caller: Caller, role: Role): void {
  if (reaches(caller.role, role)) return;
  throw new ApiError('role_too_high', `The role ${role} is above yours, which is ${caller.role}.`, { param: 'role' });
}

/** PARTNER_ADMIN is for partners' own people, not for those of their customers (contract section 2). */
export function requireRoleOf(account: AccountRow, role: Role): void {
  if (role !== 'PARTNER_ADMIN' || account.partnerId === null) return;
  const words = 'PARTNER_ADMIN is for users of partner accounts; this account is a customer of one.';
  throw new ApiError('role_too_high', words, { param: 'role' });
}

export function isAdministrator(role: Role): boolean {
  return role !== 'USER';
}
