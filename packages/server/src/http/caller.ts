import { type Role, roles } from '@cordboard/contract';

/** call: to call one number by SIP. notifications: to hear the publications of the user's subscriptions. */
export type TokenScope = 'call' | 'notifications';

/** Who makes a request, read from a verified token. */
export interface Caller {
  readonly accountId: string;
  /** The user's id; the contract's principalId, userId and uniqueUserId are the same. */
  readonly principalId: string;
  readonly role: Role;
  /** Extension of the user, which is the id of their endpoint. */
  readonly extension: string | undefined;
  readonly sessionId: string;
  /** What alone the token is for; undefined: it has all rights of the user. */
  readonly scope?: TokenScope | undefined;
  /** With scope `call`: the one number. */
  readonly callee?: string | undefined;
  /** Of the access token, in milliseconds since the epoch. */
  readonly tokenIssuedAt: number;
  readonly tokenExpiresAt: number;
}

/** Roles are ordered (contract section 2): does this one reach the other? */
export function reaches(role: Role, wanted: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(wanted);
}
