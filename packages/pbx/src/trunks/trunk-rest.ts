import type { Clock } from '@cordboard/sip';

const REST_MS = 30_000;
const LONGEST_REST_MS = 5 * 60_000;

/** A circuit breaker: a trunk that failed is tried last for a while, so that not every caller waits for it. */
export class TrunkRest {
  readonly #clock: Clock;
  #until = 0;
  #why = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get until(): number | undefined {
    return this.#until > this.#clock.now() ? this.#until : undefined;
  }

  get why(): string {
    return this.#why;
  }

  /** `retryAfterSeconds`: what the trunk asked for (RFC 3261 section 20.33). */
  begin(why: string, retryAfterSeconds = 0): void {
    const ms = Math.min(LONGEST_REST_MS, Math.max(REST_MS, retryAfterSeconds * 1_000));
    this.#until = this.#clock.now() + ms;
    this.#why = why;
  }

  end(): void {
    this.#until = 0;
  }
}
