import type { Clock } from '../clock.ts';
import type { Caller } from '../http/index.ts';

/** Tokens remembered; the oldest are forgotten first. */
const LIMIT = 20_000;
/** How long another process may not hear of a sign-out (design section 9). */
const TRUST_MS = 5_000;

interface Entry {
  readonly caller: Caller;
  readonly until: number;
}

/** Callers of tokens that were verified a moment ago: a signature check and a row less for most requests. */
export class TokenCache {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #forgotten = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Another one after anything was forgotten. */
  get state(): number {
    return this.#forgotten;
  }

  get(token: string): Caller | undefined {
    const entry = this.#entries.get(token);
    if (entry === undefined) return undefined;
    if (entry.until > this.#clock.now()) return entry.caller;
    this.#entries.delete(token);
    return undefined;
  }

  /** `expiresAt`: milliseconds since the epoch. */
  set(token: string, caller: Caller, expiresAt: number): void {
    if (this.#entries.size >= LIMIT) this.#entries.delete(this.#entries.keys().next().value as string);
    this.#entries.set(token, { caller, until: Math.min(expiresAt, this.#clock.now() + TRUST_MS) });
  }

  forgetUser(userId: string): void {
    this.#forget((caller) => caller.principalId === userId);
  }

  forgetSession(sessionId: string): void {
    this.#forget((caller) => caller.sessionId === sessionId);
  }

  #forget(which: (caller: Caller) => boolean): void {
    this.#forgotten += 1;
    for (const [token, { caller }] of this.#entries) if (which(caller)) this.#entries.delete(token);
  }
}
