import type { AuthorizeBody, Claims, Token, TokenBody } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError, badRequest, type Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Storage, Tx } from '../storage/index.ts';
import { type Keys, loadKeys } from './keys.ts';
import { Passwords } from './passwords.ts';
import { presentClaims } from './presenter.ts';
import { AuthenticationRepository, type Person, secretHash } from './repository.ts';
import { TokenCache } from './token-cache.ts';
import { Tokens } from './tokens.ts';

/** About an hour, as CloudLink's (contract section 2). */
const ACCESS_SECONDS = 3_600;
/** Fifteen days, as CloudLink's. */
const REFRESH_SECONDS = 1_296_000;
const CODE_SECONDS = 300;

export interface AuthenticationOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  /** `iss` of the tokens: the public address of the server. */
  readonly issuer: string;
}

/** Sign-in, tokens and sessions (contract section 2). */
export class AuthenticationService {
  readonly passwords = new Passwords();
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #keys: Keys;
  readonly #tokens: Tokens;
  readonly #cache: TokenCache;
  readonly #repository: AuthenticationRepository;

  private constructor(o: AuthenticationOptions, keys: Keys) {
    this.#storage = o.storage;
    this.#clock = o.clock;
    this.#ids = o.ids;
    this.#keys = keys;
    this.#tokens = new Tokens({ keys, issuer: o.issuer, clock: o.clock });
    this.#cache = new TokenCache(o.clock);
    this.#repository = new AuthenticationRepository(o.storage);
  }

  static async create(o: AuthenticationOptions): Promise<AuthenticationService> {
    return new AuthenticationService(o, await loadKeys(o.storage, o));
  }

  get jwks(): Keys['jwks'] {
    return this.#keys.jwks;
  }

  /** Who holds this access token. At once when it was seen a moment ago. */
  authenticate(token: string): Caller | undefined | Promise<Caller | undefined> {
    return this.#cache.get(token) ?? this.#verify(token);
  }

  /** POST /authorize: credentials for a one-time code. */
  async authorize(body: AuthorizeBody): Promise<{ code: string; state?: string }> {
    if (body.response_type !== undefined && body.response_type !== 'code') {
      throw badRequest('response_type', 'response_type must be "code".');
    }
    const { user } = await this.#signIn(body.username, body.password, body.account_id);
    const code = this.#ids.secret(24);
    await this.#storage.transaction(async (tx) => {
      await this.#repository.deleteExpired(tx, this.#clock.now());
      await this.#repository.insertCode(tx, {
        codeHash: secretHash(code),
        userId: user.userId,
        clientId: body.client_id ?? null,
        redirectUri: body.redirect_uri ?? null,
        expiresOn: this.#clock.now() + CODE_SECONDS * 1_000,
      });
    });
    return { code, ...(body.state === undefined ? {} : { state: body.state }) };
  }

  /** POST /token. Fields that a grant does not know are ignored (contract section 2). */
  async token(body: TokenBody): Promise<Token> {
    const grant = body.grant_type.toLowerCase();
    if (grant === 'password') {
      const { username, password } = body;
      if (username === undefined) throw badRequest('username', 'grant_type password needs a username.');
      if (password === undefined) throw badRequest('password', 'grant_type password needs a password.');
      return await this.#openSession(await this.#signIn(username, password, body.account_id), body.client_id);
    }
    if (grant === 'authorization_code') return await this.#redeemCode(body);
    if (grant === 'refresh_token') return await this.#refresh(body.refresh_token ?? body.token);
    throw badRequest('grant_type', 'grant_type must be one of: password, authorization_code, refresh_token.');
  }

  /** GET /token. */
  async whoAmI(caller: Caller): Promise<Claims> {
    const person = await this.#repository.personById(caller.principalId);
    if (person === undefined) throw new ApiError('unauthorized');
    return presentClaims(person, caller, this.#tokens.issuer);
  }

  /** DELETE /token. */
  async signOut(caller: Caller): Promise<void> {
    await this.#storage.transaction((tx) => this.#endSession(tx, caller.sessionId, 'signOut'));
  }

  /** For changes to a user that a cached token must not outlive. */
  forgetUser(userId: string): void {
    this.#cache.forgetUser(userId);
  }

  async #verify(token: string): Promise<Caller | undefined> {
    const claims = await this.#tokens.verifyAccess(token);
    if (claims === undefined) return undefined;
    const [person, session] = await Promise.all([
      this.#repository.personById(claims.userId),
      this.#repository.session(claims.sid),
    ]);
    if (person === undefined || session === undefined || session.endedOn !== null) return undefined;
    const { user } = person;
    const caller: Caller = Object.freeze({
      accountId: user.accountId,
      principalId: user.userId,
      role: user.role,
      extension: user.extension ?? undefined,
      sessionId: session.sessionId,
      tokenIssuedAt: claims.iat * 1_000,
      tokenExpiresAt: claims.exp * 1_000,
    });
    this.#cache.set(token, caller, claims.exp * 1_000);
    return caller;
  }

  /** The same answer after the same work, whether the user, the password or the account is wrong. */
  async #signIn(username: string, password: string, accountId: string | undefined): Promise<Person> {
    const person = await this.#repository.personByEmail(username);
    const inAccount =
      accountId === undefined ||
      accountId === '' ||
      accountId === person?.account.accountId ||
      accountId === person?.account.accountNumber;
    const right = await this.passwords.verify(password, person?.user.passwordHash ?? null);
    if (!right || person === undefined || !inAccount) throw new ApiError('invalid_credentials');
    if (person.user.userVerified === 0) throw new ApiError('user_not_verified');
    return person;
  }

  async #openSession({ user, account }: Person, clientId: string | undefined): Promise<Token> {
    const now = this.#clock.now();
    const sessionId = this.#ids.guid();
    const tokenId = this.#ids.secret(24);
    const expiresOn = now + REFRESH_SECONDS * 1_000;
    await this.#storage.transaction((tx) =>
      this.#repository.insertSession(
        tx,
        {
          sessionId,
          userId: user.userId,
          accountId: user.accountId,
          clientId: clientId ?? null,
          createdOn: now,
          expiresOn,
          endedOn: null,
          endCause: null,
        },
        { tokenHash: secretHash(tokenId), sessionId, expiresOn, usedOn: null },
      ),
    );
    return await this.#issue({ user, account }, sessionId, tokenId);
  }

  async #redeemCode(body: TokenBody): Promise<Token> {
    const { code } = body;
    if (code === undefined) throw badRequest('code', 'grant_type authorization_code needs a code.');
    const row = await this.#storage.transaction((tx) => this.#repository.takeCode(tx, secretHash(code)));
    const expired = row === undefined || row.expiresOn <= this.#clock.now();
    if (expired || (row.clientId !== null && row.clientId !== body.client_id))
      throw new ApiError('invalid_credentials');
    if (row.redirectUri !== null && body.redirect_uri !== undefined && body.redirect_uri !== row.redirectUri) {
      throw new ApiError('invalid_credentials');
    }
    const person = await this.#repository.personById(row.userId);
    if (person === undefined) throw new ApiError('invalid_credentials');
    return await this.#openSession(person, row.clientId ?? undefined);
  }

  /** Each refresh token is good once; one that comes again was stolen, or its thief's copy was: the session ends. */
  async #refresh(token: string | undefined): Promise<Token> {
    if (token === undefined) throw badRequest('refresh_token', 'grant_type refresh_token needs a refresh_token.');
    const claims = await this.#tokens.verifyRefresh(token);
    if (claims === undefined) throw new ApiError('invalid_credentials');
    const nextId = this.#ids.secret(24);
    const rotated = await this.#storage.transaction((tx) => this.#rotate(tx, claims.jti, nextId));
    const person = rotated === undefined ? undefined : await this.#repository.personById(rotated.userId);
    if (rotated === undefined || person === undefined) throw new ApiError('invalid_credentials');
    return await this.#issue(person, rotated.sessionId, nextId);
  }

  async #rotate(tx: Tx, tokenId: string, nextId: string): Promise<{ userId: string; sessionId: string } | undefined> {
    const now = this.#clock.now();
    const tokenHash = secretHash(tokenId);
    const row = await this.#repository.refreshToken(tx, tokenHash);
    if (row === undefined || row.endedOn !== null || row.expiresOn <= now) return undefined;
    if (row.usedOn !== null) {
      await this.#endSession(tx, row.sessionId, 'reuse');
      return undefined;
    }
    await this.#repository.markUsed(tx, tokenHash, now);
    const expiresOn = now + REFRESH_SECONDS * 1_000;
    const next = { tokenHash: secretHash(nextId), sessionId: row.sessionId, expiresOn, usedOn: null };
    await this.#repository.prolongSession(tx, next);
    return { userId: row.userId, sessionId: row.sessionId };
  }

  async #endSession(tx: Tx, sessionId: string, cause: string): Promise<void> {
    await this.#repository.endSession(tx, sessionId, this.#clock.now(), cause);
    tx.afterCommit(() => this.#cache.forgetSession(sessionId));
  }

  async #issue({ user, account }: Person, sessionId: string, tokenId: string): Promise<Token> {
    return {
      token_type: 'bearer',
      expires_in: ACCESS_SECONDS,
      access_token: await this.#tokens.access(user, account, sessionId, ACCESS_SECONDS),
      refresh_token: await this.#tokens.refresh(user, sessionId, tokenId, REFRESH_SECONDS),
      scope: 'read write',
    };
  }
}
