import { type AttemptLimits, Attempts } from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import { ApiError, retryAfter } from '../http/index.ts';
import type { Log } from '../log.ts';

const WINDOW_MS = 600_000;

/** Where somebody tries an access code; `user`: by asking for a conference with it. */
type Place = 'endpoint' | 'outside' | 'user';

/**
 * Within ten minutes. Numbers of outside callers can be forged, so all of them together have a limit, too; those who
 * knew a code before are not turned away for it. A program may make conferences with codes of its own quite fast.
 */
const limits: Readonly<Record<Place, AttemptLimits>> = {
  endpoint: { user: 10, address: 10, windowMs: WINDOW_MS },
  outside: { user: 10, address: 100, windowMs: WINDOW_MS },
  user: { user: 300, address: 300, windowMs: WINDOW_MS },
};

export interface Guesser {
  readonly place: Place;
  /** Extension, number or user id; empty when a number is withheld. */
  readonly who: string;
}

/** Counts access codes that open nothing, so that trying them all takes years. */
export class Guesses {
  readonly #attempts: Readonly<Record<Place, Attempts>>;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor({ clock, log }: { clock: Clock; log: Log }) {
    const attempts = (place: Place) => new Attempts(clock, limits[place]);
    this.#attempts = { endpoint: attempts('endpoint'), outside: attempts('outside'), user: attempts('user') };
    this.#clock = clock;
    this.#log = log;
  }

  /** Before a code is looked up, so that many at once are no way around; false: this one is not to be heard. */
  note({ place, who }: Guesser): boolean {
    const attempts = this.#attempts[place];
    if (attempts.blocked(addressOf(place, who), who)) return false;
    attempts.failed(addressOf(place, who), who);
    if (attempts.blocked(addressOf(place, who), who)) {
      this.#log.warn({ place, who }, 'Many access codes of conferences were tried: no more are heard for ten minutes');
    }
    return true;
  }

  /** The code that was noted is right. */
  right({ place, who }: Guesser): void {
    this.#attempts[place].forgive(addressOf(place, who), who);
    this.#attempts[place].succeeded(addressOf(place, who), who);
  }

  /** As `note`, for requests. @throws ApiError too_many_requests */
  require(guesser: Guesser): void {
    if (this.note(guesser)) return;
    const words = 'You have asked for many access codes in a short time. Leave accessCode out, or wait.';
    const headers = retryAfter(this.#clock.now() + WINDOW_MS);
    throw new ApiError('too_many_requests', words, { param: 'accessCode', headers });
  }
}

/** Only strangers share a limit. */
function addressOf(place: Place, who: string): string {
  return place === 'outside' ? place : who;
}
