import { type Role, roles } from '@cordboard/contract';

/** Who makes a request, read from a verified token. */
export interface Caller {
  readonly accountId: string;
  /** The user's id; the contract's principalId, userId and uniqueUserId are the same. */
  readonly principalId: string;
  readonly role: Role;
  /** Extension of the user, which is the id of their endpoint. */
  readonly extension: string | undefined;
  readonly sessionId: string;
  /** The one number that the token is for calling, and for nothing else; undefined: it has all rights of the user. */
  readonly callee?: string | undefined;
  /** Of the access token, in milliseconds since the epoch. */
  readonly tokenIssuedAt: number;
  readonly tokenExpiresAt: number;
}

/** Roles are ordered (contract section 2): does this one reach the other? */
export function reaches(role: Role, wanted: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(wanted);
}
