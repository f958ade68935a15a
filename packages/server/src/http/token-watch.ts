import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Caller } from './caller.ts';
import type { Authenticate } from './identify.ts';

/** A token that is not good any more has lost its connection within seconds. */
const LOOK_MS = 2_000;

/** Of those that RFC 6455 section 7.4.2 leaves to applications; the rest is the HTTP status of the same meaning. */
export const closeCodes = { tokenEnded: 4401, rightsChanged: 4403, goingAway: 1001 } as const;

/** A connection that lasts no longer than its token. */
export interface Held {
  readonly token: string;
  /** May it go on for who holds the token now? */
  fits(caller: Caller): boolean;
  /** It may not: the token is not good any more, or its user has other rights. */
  end(code: number, reason: string): void;
}

export interface TokenWatchOptions {
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks from time to time whether the tokens of open connections are still good. */
export class TokenWatch {
  readonly #o: TokenWatchOptions;
  readonly #held = new Set<Held>();
  #timer: Timer | undefined;
  #closed = false;

  constructor(o: TokenWatchOptions) {
    this.#o = o;
  }

  start(): void {
    this.#timer = this.#o.clock.after(LOOK_MS, () => {
      void this.#look().finally(() => {
        if (!this.#closed) this.start();
      });
    });
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  /** @returns the way to forget it, when it is over by itself */
  add(held: Held): () => void {
    this.#held.add(held);
    return () => this.#held.delete(held);
  }

  async #look(): Promise<void> {
    for (const held of this.#held) {
      try {
        await this.#check(held);
      } catch (error) {
        // A database that is away for a moment ends nobody's connection.
        this.#o.log.warn({ err: error }, 'The token of a connection could not be checked');
        return;
      }
    }
  }

  async #check(held: Held): Promise<void> {
    const caller = await this.#o.authenticate(held.token);
    if (caller !== undefined && held.fits(caller)) return;
    if (!this.#held.delete(held)) return;
    if (caller === undefined) held.end(closeCodes.tokenEnded, 'The token is not good any more');
    else held.end(closeCodes.rightsChanged, 'Your rights have changed');
  }
}
