import type { Token } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Storage, Tx } from '../storage/index.ts';
import { type AuthenticationRepository, isAdmitted, type Person, secretHash } from './repository.ts';
import { TokenCache } from './token-cache.ts';
import type { Narrow, Tokens } from './tokens.ts';

/** About an hour, as CloudLink's (contract section 2). */
const ACCESS_SECONDS = 3_600;
/** Fifteen days, as CloudLink's. */
const REFRESH_SECONDS = 1_296_000;
const SWEEP_MS = 3_600_000;

export interface SessionsOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tokens: Tokens;
  readonly repository: AuthenticationRepository;
}

/** Sessions from sign-in to sign-out, and the tokens that stand for them. */
export class Sessions {
  readonly #o: SessionsOptions;
  readonly #cache: TokenCache;
  #sweptOn = Number.NEGATIVE_INFINITY;

  constructor(o: SessionsOptions) {
    this.#o = o;
    this.#cache = new TokenCache(o.clock);
  }

  /** Who holds this access token. At once when it was seen a moment ago. */
  callerOf(token: string): Caller | undefined | Promise<Caller | undefined> {
    return this.#cache.get(token) ?? this.#verify(token);
  }

  /** A sign-in. */
  async open(person: Person, clientId: string | undefined): Promise<Token> {
    const { storage, clock, ids, repository } = this.#o;
    const { userId, accountId } = person.user;
    const now = clock.now();
    const expiresOn = now + REFRESH_SECONDS * 1_000;
    const times = { createdOn: now, expiresOn, endedOn: null, endCause: null };
    const session = { sessionId: ids.guid(), userId, accountId, clientId: clientId ?? null, ...times };
    const tokenId = ids.secret(24);
    await storage.transaction(async (tx) => {
      await this.#sweep(tx, now);
      const first = { tokenHash: secretHash(tokenId), sessionId: session.sessionId, expiresOn, usedOn: null };
      await repository.insertSession(tx, session, first);
    });
    return await this.#issue(person, session.sessionId, tokenId);
  }

  /**
   * The next tokens of a session; undefined: not with this refresh token. Each is good once; one that comes again was
   * stolen, or its thief's copy was: the session ends.
   */
  async refresh(refreshToken: string): Promise<Token | undefined> {
    const { storage, ids, tokens, repository } = this.#o;
    const claims = await tokens.verifyRefresh(refreshToken);
    if (claims === undefined) return undefined;
    const nextId = ids.secret(24);
    const rotated = await storage.transaction((tx) => this.#rotate(tx, claims.jti, nextId));
    const person = rotated === undefined ? undefined : await repository.personById(rotated.userId);
    if (rotated === undefined || person === undefined || !isAdmitted(person)) return undefined;
    return await this.#issue(person, rotated.sessionId, nextId);
  }

  async end(sessionId: string): Promise<void> {
    await this.#o.storage.transaction((tx) => this.#end(tx, sessionId, 'signOut'));
  }

  /** For changes to a user that a token in memory must not outlive. */
  forgetUser(userId: string): void {
    this.#cache.forgetUser(userId);
  }

  /** A token of a session that is good for one thing, and for nothing else. */
  async narrowToken(
    { principalId, sessionId }: Caller,
    narrow: Narrow,
    lifetimeSeconds = ACCESS_SECONDS,
  ): Promise<string | undefined> {
    const person = await this.#o.repository.personById(principalId);
    if (person === undefined) return undefined;
    return await this.#o.tokens.access(person.user, person.account, sessionId, lifetimeSeconds, narrow);
  }

  async #verify(token: string): Promise<Caller | undefined> {
    const { tokens, repository } = this.#o;
    const claims = await tokens.verifyAccess(token);
    if (claims === undefined) return undefined;
    const { state } = this.#cache;
    const [person, session] = await Promise.all([repository.personById(claims.userId), repository.session(claims.sid)]);
    if (person === undefined || !isAdmitted(person)) return undefined;
    if (session === undefined || session.endedOn !== null) return undefined;
    const { user } = person;
    const caller: Caller = Object.freeze({
      accountId: user.accountId,
      principalId: user.userId,
      role: user.role,
      extension: user.extension ?? undefined,
      sessionId: session.sessionId,
      scope: claims.scope,
      callee: claims.callee,
      tokenIssuedAt: claims.iat * 1_000,
      tokenExpiresAt: claims.exp * 1_000,
    });
    // A sign-out or a change may have been committed while this was read.
    if (this.#cache.state === state) this.#cache.set(token, caller, claims.exp * 1_000);
    return caller;
  }

  async #rotate(tx: Tx, tokenId: string, nextId: string): Promise<{ userId: string; sessionId: string } | undefined> {
    const { clock, repository } = this.#o;
    const now = clock.now();
    const tokenHash = secretHash(tokenId);
    const row = await repository.refreshToken(tx, tokenHash);
    if (row === undefined || row.endedOn !== null) return undefined;
    if (row.usedOn !== null) {
      await this.#end(tx, row.sessionId, 'reuse');
      return undefined;
    }
    await repository.markUsed(tx, tokenHash, now);
    const expiresOn = now + REFRESH_SECONDS * 1_000;
    const next = { tokenHash: secretHash(nextId), sessionId: row.sessionId, expiresOn, usedOn: null };
    await repository.prolongSession(tx, next);
    return { userId: row.userId, sessionId: row.sessionId };
  }

  async #end(tx: Tx, sessionId: string, cause: string): Promise<void> {
    await this.#o.repository.endSession(tx, sessionId, this.#o.clock.now(), cause);
    tx.afterCommit(() => this.#cache.forgetSession(sessionId));
  }

  /** Once an hour, along with a sign-in. */
  async #sweep(tx: Tx, now: number): Promise<void> {
    if (now - this.#sweptOn < SWEEP_MS) return;
    this.#sweptOn = now;
    await this.#o.repository.deleteExpired(tx, now);
  }

  async #issue({ user, account }: Person, sessionId: string, tokenId: string): Promise<Token> {
    const { tokens } = this.#o;
    return {
      token_type: 'bearer',
      expires_in: ACCESS_SECONDS,
      access_token: await tokens.access(user, account, sessionId, ACCESS_SECONDS),
      refresh_token: await tokens.refresh(user, sessionId, tokenId, REFRESH_SECONDS),
      scope: 'read write',
    };
  }
}
