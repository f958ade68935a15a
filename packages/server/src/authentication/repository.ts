import { createHash } from 'node:crypto';
import type {
  AccountRow,
  AuthorizationCodeRow,
  RefreshTokenRow,
  SessionRow,
  Storage,
  Tx,
  UserRow,
} from '../storage/index.ts';

/** A user with the account; what signing in and every token need. */
export interface Person {
  readonly user: UserRow;
  readonly account: AccountRow;
}

/** May this person use the platform at all? Asked at every sign-in, and of every token that is not in memory. */
export function isAdmitted({ user, account }: Person): boolean {
  return user.userVerified === 1 && account.active === 1;
}

/** Secrets are stored as their hash only. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The SQL of the authentication service. */
export class AuthenticationRepository {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async personByEmail(email: string): Promise<Person | undefined> {
    const key = email.trim().toLowerCase();
    const user = await this.#storage.read
      .selectFrom('users')
      .selectAll()
      .where('emailKey', '=', key)
      .executeTakeFirst();
    return await this.#withAccount(user);
  }

  async personById(userId: string): Promise<Person | undefined> {
    const user = await this.#storage.read
      .selectFrom('users')
      .selectAll()
      .where('userId', '=', userId)
      .executeTakeFirst();
    return await this.#withAccount(user);
  }

  async session(sessionId: string): Promise<SessionRow | undefined> {
    return await this.#storage.read
      .selectFrom('sessions')
      .selectAll()
      .where('sessionId', '=', sessionId)
      .executeTakeFirst();
  }

  async insertSession({ db }: Tx, session: SessionRow, token: RefreshTokenRow): Promise<void> {
    await db.insertInto('sessions').values(session).execute();
    await db.insertInto('refreshTokens').values(token).execute();
  }

  /** The next refresh token of a session, which lives as long as its last token. */
  async prolongSession({ db }: Tx, token: RefreshTokenRow): Promise<void> {
    await db.insertInto('refreshTokens').values(token).execute();
    const { sessionId, expiresOn } = token;
    await db.updateTable('sessions').set({ expiresOn }).where('sessionId', '=', sessionId).execute();
  }

  async refreshToken({ db }: Tx, tokenHash: string): Promise<(RefreshTokenRow & SessionRow) | undefined> {
    return await db
      .selectFrom('refreshTokens')
      .innerJoin('sessions', 'sessions.sessionId', 'refreshTokens.sessionId')
      .selectAll('sessions')
      .select(['refreshTokens.tokenHash', 'refreshTokens.expiresOn', 'refreshTokens.usedOn'])
      .where('refreshTokens.tokenHash', '=', tokenHash)
      .executeTakeFirst();
  }

  async markUsed({ db }: Tx, tokenHash: string, usedOn: number): Promise<void> {
    await db.updateTable('refreshTokens').set({ usedOn }).where('tokenHash', '=', tokenHash).execute();
  }

  async endSession({ db }: Tx, sessionId: string, endedOn: number, endCause: string): Promise<void> {
    await db
      .updateTable('sessions')
      .set({ endedOn, endCause })
      .where('sessionId', '=', sessionId)
      .where('endedOn', 'is', null)
      .execute();
  }

  async insertCode({ db }: Tx, code: AuthorizationCodeRow): Promise<void> {
    await db.insertInto('authorizationCodes').values(code).execute();
  }

  /** Takes the code away: it is good once. */
  async takeCode({ db }: Tx, codeHash: string): Promise<AuthorizationCodeRow | undefined> {
    return await db.deleteFrom('authorizationCodes').where('codeHash', '=', codeHash).returningAll().executeTakeFirst();
  }

  async deleteExpired({ db }: Tx, now: number): Promise<void> {
    await db.deleteFrom('authorizationCodes').where('expiresOn', '<=', now).execute();
    await db.deleteFrom('refreshTokens').where('expiresOn', '<=', now).execute();
    await db.deleteFrom('sessions').where('expiresOn', '<=', now).execute();
  }

  async #withAccount(user: UserRow | undefined): Promise<Person | undefined> {
    if (user === undefined) return undefined;
    const account = await this.#storage.read
      .selectFrom('accounts')
      .selectAll()
      .where('accountId', '=', user.accountId)
      .executeTakeFirst();
    return account === undefined ? undefined : { user, account };
  }
}
