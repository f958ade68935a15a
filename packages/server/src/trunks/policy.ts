import type { Role } from '@cordboard/contract';
import { ApiError, type Caller, reaches } from '../http/index.ts';

export type TrunkAction = 'read' | 'change' | 'explain';

/** Of how many accounts the trunks are: of one alone, or shared by several. */
export type Sharing = 'alone' | 'shared';

/**
 * The least role. Trunks, numbers and rules belong to the whole server: who administers one account of several must
 * neither see nor change what the others telephone by.
 */
export const policy: Readonly<Record<TrunkAction, Readonly<Record<Sharing, Role>>>> = {
  read: { alone: 'ACCOUNT_ADMIN', shared: 'PARTNER_ADMIN' },
  change: { alone: 'ACCOUNT_ADMIN', shared: 'PARTNER_ADMIN' },
  explain: { alone: 'ACCOUNT_ADMIN', shared: 'PARTNER_ADMIN' },
};

/** @throws ApiError forbidden */
export function authorize(caller: Caller, action: TrunkAction, accounts: number): void {
  const wanted = policy[action][accounts > 1 ? 'shared' : 'alone'];
  if (reaches(caller.role, wanted)) return;
  throw new ApiError('forbidden', `This needs the role ${wanted}; yours is ${caller.role}.`);
}
