import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import type { TokenScope } from '../http/index.ts';
import type { AccountRow, UserRow } from '../storage/index.ts';
import type { Keys } from './keys.ts';

const ALGORITHM = 'ES256';

/** Rights of a token that is not for everything. */
export type Narrow = { readonly scope: 'call'; readonly callee: string } | { readonly scope: 'notifications' };

/** What our tokens say (contract section 2, "JWT"). */
export interface AccessClaims {
  readonly sid: string;
  readonly userId: string;
  /** What alone it is for. */
  readonly scope?: TokenScope;
  /** With scope `call`: the only number. */
  readonly callee?: string;
  readonly exp: number;
  readonly iat: number;
}

export interface RefreshClaims {
  readonly sid: string;
  readonly jti: string;
}

/** Signs and verifies access and refresh tokens (ES256). */
export class Tokens {
  readonly #keys: Keys;
  readonly #issuer: string;
  readonly #clock: Clock;

  constructor(o: { keys: Keys; issuer: string; clock: Clock }) {
    this.#keys = o.keys;
    this.#issuer = o.issuer;
    this.#clock = o.clock;
  }

  get issuer(): string {
    return this.#issuer;
  }

  /** `lifetimeSeconds` from now. Names and kinds of the claims are the contract's, but for scope and callee. */
  async access(
    user: UserRow,
    account: AccountRow,
    sessionId: string,
    lifetimeSeconds: number,
    narrow?: Narrow,
  ): Promise<string> {
    return await this.#sign(
      {
        sid: sessionId,
        type: 'access',
        uniqueUserId: user.userId,
        principalId: user.userId,
        userId: user.userId,
        accountId: user.accountId,
        ...(account.partnerId === null ? {} : { partnerId: account.partnerId }),
        domain: account.domain,
        email: user.email,
        emailVerified: user.emailVerified === 1,
        extensionVerified: user.extensionVerified === 1,
        mobileVerified: user.mobileVerified === 1,
        phoneVerified: user.phoneVerified === 1,
        ...(user.languageCode === null ? {} : { languageCode: user.languageCode }),
        name: user.name,
        role: user.role,
        ...narrow,
        sipAddress: `${user.userId}@${account.domain}`,
      },
      lifetimeSeconds,
    );
  }

  async refresh(user: UserRow, sessionId: string, tokenId: string, lifetimeSeconds: number): Promise<string> {
    const claims = { sid: sessionId, jti: tokenId, type: 'user', id: user.userId, accountId: user.accountId };
    return await this.#sign({ ...claims, assumedRole: user.role, authProvider: 'cloudlink' }, lifetimeSeconds);
  }

  /** Undefined: not ours, changed, or expired. */
  async verifyAccess(token: string): Promise<AccessClaims | undefined> {
    const claims = await this.#verify(token);
    return claims?.type === 'access' ? (claims as unknown as AccessClaims) : undefined;
  }

  async verifyRefresh(token: string): Promise<RefreshClaims | undefined> {
    const claims = await this.#verify(token);
    return claims?.type === 'user' ? (claims as unknown as RefreshClaims) : undefined;
  }

  async #sign(claims: Record<string, unknown>, lifetimeSeconds: number): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1_000);
    return await new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: this.#keys.keyId })
      .setIssuer(this.#issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(this.#keys.sign);
  }

  async #verify(token: string): Promise<Record<string, unknown> | undefined> {
    try {
      const { payload } = await jwtVerify(
        token,
        ({ kid }) => {
          const key = this.#keys.verifyKey(kid);
          if (key === undefined) throw new Error('unknown key');
          return key;
        },
        { algorithms: [ALGORITHM], issuer: this.#issuer, currentDate: new Date(this.#clock.now()) },
      );
      return payload;
    } catch {
      return undefined;
    }
  }
}
