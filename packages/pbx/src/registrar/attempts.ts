import type { Clock } from '@cordboard/sip';

/** How many wrong ones are heard within the window before who sends them is turned away unheard. */
export interface AttemptLimits {
  /** Of a user at an address. */
  readonly user: number;
  /** Of all users at an address together. */
  readonly address: number;
  readonly windowMs: number;
}

const PASSWORDS: AttemptLimits = { user: 20, address: 20, windowMs: 60_000 };
/** Addresses and telephones remembered; above it the oldest is forgotten. */
const REMEMBERED = 10_000;

/**
 * Counts failed authentications, so that guessing passwords is slow (design section 8): of an address, and of a user at
 * an address. A telephone that has shown its password there is not turned away for the others behind the same NAT.
 */
export class Attempts {
  readonly #clock: Clock;
  readonly #limits: AttemptLimits;
  readonly #failed = new Map<string, { count: number; since: number }>();
  readonly #known = new Set<string>();

  constructor(clock: Clock, limits = PASSWORDS) {
    this.#clock = clock;
    this.#limits = limits;
  }

  blocked(address: string, user: string): boolean {
    if (this.#tries(place(address, user)) >= this.#limits.user) return true;
    return this.#tries(address) >= this.#limits.address && !this.#known.has(place(address, user));
  }

  /** Seconds for Retry-After. */
  get windowSeconds(): number {
    return this.#limits.windowMs / 1_000;
  }

  succeeded(address: string, user: string): void {
    const telephone = place(address, user);
    if (this.#known.has(telephone)) return;
    forgetOldest(this.#known);
    this.#known.add(telephone);
  }

  failed(address: string, user: string): void {
    for (const key of [address, place(address, user)]) {
      const current = this.#current(key);
      if (current === undefined) {
        forgetOldest(this.#failed);
        this.#failed.set(key, { count: 1, since: this.#clock.now() });
      } else current.count += 1;
    }
  }

  /** Takes a failure back that was noted before the answer was known. */
  forgive(address: string, user: string): void {
    for (const key of [address, place(address, user)]) {
      const current = this.#current(key);
      if (current !== undefined && current.count > 0) current.count -= 1;
    }
  }

  #tries(key: string): number {
    return this.#current(key)?.count ?? 0;
  }

  #current(key: string): { count: number; since: number } | undefined {
    const entry = this.#failed.get(key);
    if (entry === undefined) return undefined;
    const age = this.#clock.now() - entry.since;
    if (age >= 0 && age < this.#limits.windowMs) return entry;
    this.#failed.delete(key);
    return undefined;
  }
}

function place(address: string, user: string): string {
  return `${address} ${user.slice(0, 64)}`;
}

function forgetOldest(remembered: Set<string> | Map<string, unknown>): void {
  if (remembered.size < REMEMBERED) return;
  const oldest = remembered.keys().next().value;
  if (oldest !== undefined) remembered.delete(oldest);
}
