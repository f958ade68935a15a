import type { AuthorizeBody, Claims, Token, TokenBody } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError, badRequest, type Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Secrets } from '../secrets/index.ts';
import type { Storage } from '../storage/index.ts';
import { type Keys, loadKeys } from './keys.ts';
import { Passwords } from './passwords.ts';
import { presentClaims } from './presenter.ts';
import { AuthenticationRepository, isAdmitted, type Person, secretHash } from './repository.ts';
import { Sessions } from './sessions.ts';
import { type Narrow, Tokens } from './tokens.ts';

const CODE_SECONDS = 300;

export interface AuthenticationOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: Ids;
  /** `iss` of the tokens: the public address of the server. */
  readonly issuer: string;
}

/** Sign-in by password and by code, and what tokens say (contract section 2). */
export class AuthenticationService {
  readonly passwords = new Passwords();
  readonly #o: AuthenticationOptions;
  readonly #keys: Keys;
  readonly #repository: AuthenticationRepository;
  readonly #sessions: Sessions;

  private constructor(o: AuthenticationOptions, keys: Keys) {
    this.#o = o;
    this.#keys = keys;
    this.#repository = new AuthenticationRepository(o.storage);
    const tokens = new Tokens({ keys, issuer: o.issuer, clock: o.clock });
    this.#sessions = new Sessions({ ...o, tokens, repository: this.#repository });
  }

  static async create(o: AuthenticationOptions): Promise<AuthenticationService> {
    return new AuthenticationService(o, await loadKeys(o.storage, o));
  }

  get jwks(): Keys['jwks'] {
    return this.#keys.jwks;
  }

  /** Who holds this access token. At once when it was seen a moment ago. */
  authenticate(token: string): Caller | undefined | Promise<Caller | undefined> {
    return this.#sessions.callerOf(token);
  }

  /** For changes to a user that a token in memory must not outlive. */
  forgetUser(userId: string): void {
    this.#sessions.forgetUser(userId);
  }

  /** POST /authorize: credentials for a one-time code. */
  async authorize(body: AuthorizeBody): Promise<{ code: string; state?: string }> {
    if (body.response_type !== undefined && body.response_type !== 'code') {
      throw badRequest('response_type', 'response_type must be "code".');
    }
    const { user } = await this.#signIn(body.username, body.password, body.account_id);
    const code = this.#o.ids.secret(24);
    await this.#o.storage.transaction((tx) =>
      this.#repository.insertCode(tx, {
        codeHash: secretHash(code),
        userId: user.userId,
        clientId: body.client_id ?? null,
        redirectUri: body.redirect_uri ?? null,
        expiresOn: this.#o.clock.now() + CODE_SECONDS * 1_000,
      }),
    );
    return { code, ...(body.state === undefined ? {} : { state: body.state }) };
  }

  /** POST /token. Fields that a grant does not know are ignored (contract section 2). */
  async token(body: TokenBody): Promise<Token> {
    const grant = body.grant_type.toLowerCase();
    if (grant === 'password') return await this.#byPassword(body);
    if (grant === 'authorization_code') return await this.#byCode(body);
    if (grant === 'refresh_token') return await this.#byRefreshToken(body);
    throw badRequest('grant_type', 'grant_type must be one of: password, authorization_code, refresh_token.');
  }

  /** GET /token. */
  async whoAmI(caller: Caller): Promise<Claims> {
    const person = await this.#repository.personById(caller.principalId);
    if (person === undefined) throw new ApiError('unauthorized');
    return presentClaims(person, caller, this.#o.issuer);
  }

  /** A token of the caller's session for calling one number, and for nothing else. @throws ApiError unauthorized */
  async tokenForCall(caller: Caller, callee: string): Promise<string> {
    return await this.#narrowToken(caller, { scope: 'call', callee });
  }

  /** A token of the caller's session for hearing notifications, and for nothing else. @throws ApiError unauthorized */
  async tokenForNotifications(caller: Caller, lifetimeSeconds: number): Promise<string> {
    return await this.#narrowToken(caller, { scope: 'notifications' }, lifetimeSeconds);
  }

  /** DELETE /token. */
  async signOut(caller: Caller): Promise<void> {
    await this.#sessions.end(caller.sessionId);
  }

  async #narrowToken(caller: Caller, narrow: Narrow, lifetimeSeconds?: number): Promise<string> {
    const token = await this.#sessions.narrowToken(caller, narrow, lifetimeSeconds);
    if (token === undefined) throw new ApiError('unauthorized');
    return token;
  }

  async #byPassword({ username, password, account_id, client_id }: TokenBody): Promise<Token> {
    if (username === undefined) throw badRequest('username', 'grant_type password needs a username.');
    if (password === undefined) throw badRequest('password', 'grant_type password needs a password.');
    return await this.#sessions.open(await this.#signIn(username, password, account_id), client_id);
  }

  /** The code is gone after the first attempt, good or not. The contract's clients leave the redirect_uri out here. */
  async #byCode({ code, client_id, redirect_uri }: TokenBody): Promise<Token> {
    if (code === undefined) throw badRequest('code', 'grant_type authorization_code needs a code.');
    const row = await this.#o.storage.transaction((tx) => this.#repository.takeCode(tx, secretHash(code)));
    if (row === undefined || row.expiresOn <= this.#o.clock.now()) throw new ApiError('invalid_credentials');
    if (row.clientId !== null && row.clientId !== client_id) throw new ApiError('invalid_credentials');
    if (row.redirectUri !== null && redirect_uri !== undefined && redirect_uri !== row.redirectUri) {
      throw new ApiError('invalid_credentials');
    }
    const person = await this.#repository.personById(row.userId);
    if (person === undefined || !isAdmitted(person)) throw new ApiError('invalid_credentials');
    return await this.#sessions.open(person, row.clientId ?? undefined);
  }

  async #byRefreshToken({ refresh_token, token }: TokenBody): Promise<Token> {
    const given = refresh_token ?? token;
    if (given === undefined) throw badRequest('refresh_token', 'grant_type refresh_token needs a refresh_token.');
    const tokens = await this.#sessions.refresh(given);
    if (tokens === undefined) throw new ApiError('invalid_credentials');
    return tokens;
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
    if (!isAdmitted(person)) throw new ApiError('invalid_credentials', 'The account of this user is not active.');
    return person;
  }
}
