import type { Role } from '@cordboard/contract';
import { type Caller, reaches } from './caller.ts';

/** The part of a room's policy that says who reads what others of the account have; `nobody`: not even administrators. */
export interface ReadPolicy {
  readonly read: { readonly account: Role | 'nobody' };
}

/** True when the policy lets the caller see everything of the account in lists. */
export function seesAccount({ role }: Caller, { read }: ReadPolicy): boolean {
  return read.account !== 'nobody' && reaches(role, read.account);
}
