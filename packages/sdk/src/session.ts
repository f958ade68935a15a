import { operations, path, type Token } from '@cordboard/contract';
import type { Clock } from './clock.ts';
import { CordboardError } from './errors.ts';
import type { Transport } from './transport.ts';

export interface Credentials {
  /** E-mail address. */
  readonly username: string;
  readonly password: string;
  /** Account id or number; absent: found from the user name. */
  readonly accountId?: string;
}

interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  /** Milliseconds since the epoch: from then on it is renewed before it is used. */
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** Renewed this long before it expires, or in the last tenth of a short life. */
const RENEW_BEFORE_MS = 60_000;

/**
 * Who the client is. Renews the access token before it expires and when it is refused; however many requests wait for
 * it, one renewal runs, because a refresh token is good once (contract section 2, our rotation).
 */
export class Session {
  readonly #transport: Transport;
  readonly #clock: Clock;
  #tokens: Tokens | undefined;
  /** Kept so that a service outlives the end of its session; forgotten at signOut. */
  #credentials: Credentials | undefined;
  #renewal: Promise<void> | undefined;
  /** Grows with every change of who is signed in, so that a late renewal changes nothing. */
  #generation = 0;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  async signIn(credentials: Credentials): Promise<void> {
    this.forget();
    await this.#grantPassword(credentials);
    this.#credentials = credentials;
  }

  /** A token from elsewhere; it cannot be renewed here. */
  useToken(access: string): void {
    this.forget();
    this.#tokens = { access, renewAt: Number.POSITIVE_INFINITY, expiresAt: Number.POSITIVE_INFINITY };
  }

  forget(): void {
    this.#generation += 1;
    this.#tokens = undefined;
    this.#credentials = undefined;
  }

  /** The access token for the next request; undefined when nobody is signed in. */
  async accessToken(): Promise<string | undefined> {
    const tokens = this.#tokens;
    if (tokens === undefined || this.#clock.now() < tokens.renewAt) return tokens?.access;
    try {
      await this.#renewOnce();
    } catch (error) {
      // The renewal is early: while the old token lasts, a hiccup of the server is no reason to fail.
      if (this.#clock.now() >= tokens.expiresAt) throw error;
    }
    return this.#tokens?.access;
  }

  /** After a 401 with this token: gives another one to try once, or undefined when there is none. */
  async replacementOf(refused: string | undefined): Promise<string | undefined> {
    if (refused === undefined || this.#tokens === undefined) return undefined;
    if (this.#tokens.access === refused) {
      if (this.#tokens.refresh === undefined) return undefined;
      await this.#renewOnce();
    }
    return this.#tokens?.access;
  }

  async #renewOnce(): Promise<void> {
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    await this.#renewal;
  }

  async #renew(): Promise<void> {
    const refresh = this.#tokens?.refresh;
    if (refresh === undefined) return;
    try {
      await this.#grant({ grant_type: 'refresh_token', refresh_token: refresh });
    } catch (error) {
      // The session has ended: expired, signed out elsewhere, or the answer to an earlier renewal was lost.
      const ended = error instanceof CordboardError && (error.status === 401 || error.status === 400);
      if (!ended || this.#credentials === undefined) throw error;
      await this.#grantPassword(this.#credentials);
    }
  }

  async #grantPassword({ username, password, accountId }: Credentials): Promise<void> {
    await this.#grant({ grant_type: 'password', username, password, account_id: accountId });
  }

  async #grant(body: Readonly<Record<string, string | undefined>>): Promise<void> {
    const generation = this.#generation;
    const { method } = operations.createToken;
    const request = { method, path: path(operations.createToken), headers: {}, body: JSON.stringify(body) };
    // Never repeated: a refresh token that was used already ends the session.
    const token = (await this.#transport.send({ ...request, repeat: 'never' })) as Token;
    // Signed out, or another token taken, while this was on its way.
    if (generation !== this.#generation) return;
    const lifetimeMs = token.expires_in * 1_000;
    this.#tokens = {
      access: token.access_token,
      refresh: token.refresh_token,
      renewAt: this.#clock.now() + lifetimeMs - Math.min(RENEW_BEFORE_MS, lifetimeMs / 10),
      expiresAt: this.#clock.now() + lifetimeMs,
    };
  }
}
