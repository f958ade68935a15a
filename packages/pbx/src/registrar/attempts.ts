import type { Clock } from '@cordboard/sip';

/** Wrong passwords of one address within the window before it is turned away unheard. */
const TRIES = 20;
const WINDOW_MS = 60_000;
/** Addresses remembered; above it the oldest is forgotten. */
const ADDRESSES = 10_000;

/** Counts failed authentications by address, so that guessing passwords is slow (design section 8). */
export class Attempts {
  readonly #clock: Clock;
  readonly #failed = new Map<string, { count: number; since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  blocked(address: string): boolean {
    return (this.#current(address)?.count ?? 0) >= TRIES;
  }

  /** Seconds for Retry-After. */
  get windowSeconds(): number {
    return WINDOW_MS / 1_000;
  }

  failed(address: string): void {
    const current = this.#current(address);
    if (current !== undefined) {
      current.count += 1;
      return;
    }
    if (this.#failed.size >= ADDRESSES) {
      const oldest = this.#failed.keys().next().value;
      if (oldest !== undefined) this.#failed.delete(oldest);
    }
    this.#failed.set(address, { count: 1, since: this.#clock.now() });
  }

  #current(address: string): { count: number; since: number } | undefined {
    const entry = this.#failed.get(address);
    if (entry === undefined) return undefined;
    const age = this.#clock.now() - entry.since;
    if (age >= 0 && age < WINDOW_MS) return entry;
    this.#failed.delete(address);
    return undefined;
  }
}
