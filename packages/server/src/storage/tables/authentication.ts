export interface AuthenticationTables {
  sessions: SessionRow;
  refreshTokens: RefreshTokenRow;
  authorizationCodes: AuthorizationCodeRow;
  signingKeys: SigningKeyRow;
}

/** One sign-in: the family of its refresh tokens. Ended sessions stay until their last token has expired. */
export interface SessionRow {
  sessionId: string;
  userId: string;
  accountId: string;
  clientId: string | null;
  createdOn: number;
  expiresOn: number;
  endedOn: number | null;
  /** signOut, reuse (an old refresh token came back), userDeleted, passwordChanged, expired. */
  endCause: string | null;
}

export interface RefreshTokenRow {
  /** SHA-256 of the token id: the token itself is never stored. */
  tokenHash: string;
  sessionId: string;
  expiresOn: number;
  usedOn: number | null;
}

export interface AuthorizationCodeRow {
  codeHash: string;
  userId: string;
  clientId: string | null;
  redirectUri: string | null;
  expiresOn: number;
}

export interface SigningKeyRow {
  keyId: string;
  algorithm: string;
  /** JSON Web Key, the private half included. Sealed. */
  privateJwk: string;
  createdOn: number;
}
