import type { Role } from '@cordboard/contract';
import type { EndpointEntry } from '../gateways/index.ts';
import { ApiError, type Caller, reaches } from '../http/index.ts';

/** How the caller stands to an endpoint. */
export type Relation = 'own' | 'account' | 'other';

/**
 * The least role for anything about an endpoint: one's own, or for administrators all of the account. Of other
 * accounts' endpoints nobody learns that they exist.
 */
export const policy: Readonly<Record<Relation, Role | 'nobody'>> = {
  own: 'USER',
  account: 'ACCOUNT_ADMIN',
  other: 'nobody',
};

export function relationOf(caller: Caller, entry: EndpointEntry | undefined): Relation {
  if (entry === undefined || entry.accountId !== caller.accountId) return 'other';
  return entry.userId === caller.principalId ? 'own' : 'account';
}

/** @throws ApiError unknown_endpoint, forbidden */
export function authorize(caller: Caller, endpointId: string, entry: EndpointEntry | undefined): EndpointEntry {
  const wanted = policy[relationOf(caller, entry)];
  if (entry === undefined || wanted === 'nobody') {
    throw new ApiError('unknown_endpoint', `There is no endpoint ${endpointId.slice(0, 40)}.`, { param: 'endpointId' });
  }
  if (reaches(caller.role, wanted)) return entry;
  throw new ApiError('forbidden', `Endpoint ${endpointId} is not yours; that needs the role ${wanted}.`, {
    param: 'endpointId',
  });
}
