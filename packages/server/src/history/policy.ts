import type { Role } from '@cordboard/contract';
import { type Caller, seesAccount } from '../http/index.ts';

/** How the caller stands to a record. */
export type Relation = 'own' | 'account' | 'other';
export type HistoryAction = 'read' | 'hide';

/**
 * The least role. Everybody hides from the own list alone: administrators see what users have hidden. Of other accounts'
 * calls nobody learns that they were.
 */
export const policy: Readonly<Record<HistoryAction, Readonly<Record<Relation, Role | 'nobody'>>>> = {
  read: { own: 'USER', account: 'ACCOUNT_ADMIN', other: 'nobody' },
  hide: { own: 'USER', account: 'nobody', other: 'nobody' },
};

/** Which records a caller's question is about. */
export type Reach =
  | { readonly kind: 'own'; readonly userId: string }
  /** All of the account, but for what the caller has hidden from the own list. */
  | { readonly kind: 'account'; readonly accountId: string; readonly userId: string };

export function reachOf(caller: Caller): Reach {
  const { accountId, principalId } = caller;
  return seesAccount(caller, policy)
    ? { kind: 'account', accountId, userId: principalId }
    : { kind: 'own', userId: principalId };
}
