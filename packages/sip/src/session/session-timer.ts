import type { Clock, Timer } from '../clock.ts';
import type { Agreed } from './session-expires.ts';

/** A session that nobody refreshes is ended so long before it expires, at most (RFC 4028 section 10). */
const MARGIN_MS = 32_000;

/** Refreshes a session at half of its life, or ends it when the peer did not (RFC 4028 section 10). */
export class SessionTimer {
  readonly #clock: Clock;
  readonly #refresh: () => void;
  readonly #expired: () => void;
  #half: Timer | undefined;
  #end: Timer | undefined;
  #agreed: Agreed | undefined;

  constructor(clock: Clock, o: { refresh: () => void; expired: () => void }) {
    this.#clock = clock;
    this.#refresh = o.refresh;
    this.#expired = o.expired;
  }

  get agreed(): Agreed | undefined {
    return this.#agreed;
  }

  /** Starts anew with what was agreed; undefined: the session does not expire any more. */
  start(agreed: Agreed | undefined): void {
    this.stop();
    this.#agreed = agreed;
    if (agreed === undefined) return;
    const ms = agreed.seconds * 1_000;
    if (agreed.weRefresh) this.#half = this.#clock.after(ms / 2, this.#refresh);
    this.#end = this.#clock.after(ms - Math.min(MARGIN_MS, ms / 3), this.#expired);
  }

  /** The peer wants a longer life than was agreed. */
  lengthen(seconds: number): void {
    if (this.#agreed !== undefined)
      this.#agreed = { ...this.#agreed, seconds: Math.max(seconds, this.#agreed.seconds) };
  }

  stop(): void {
    this.#half?.cancel();
    this.#end?.cancel();
  }
}
