import type { Place } from '../udp-port.ts';

/** A browser has a handful of addresses; a flood of them shall not make us send a flood. */
const PAIR_LIMIT = 32;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_600;

/** Our only address with one of the far side's (RFC 8445 section 6.1.2). */
export interface IcePair {
  readonly place: Place;
  readonly priority: number;
  /** A check of ours was answered. */
  valid: boolean;
  /** The controlling side wants this one: theirs told, ours decided. */
  nominated: boolean;
  checks: number;
  nextCheckAt: number;
}

/** All pairs of one ICE session, the best first. */
export class IcePairs {
  #pairs: IcePair[] = [];

  find({ address, port }: Place): IcePair | undefined {
    return this.#pairs.find(({ place }) => place.address === address && place.port === port);
  }

  /** The pair with that place, a new one if need be; undefined when there are too many. */
  take(place: Place, priority: number): IcePair | undefined {
    const known = this.find(place);
    if (known !== undefined || this.#pairs.length >= PAIR_LIMIT) return known;
    const { address, port } = place;
    const pair = { place: { address, port }, priority, valid: false, nominated: false, checks: 0, nextCheckAt: 0 };
    this.#pairs = [...this.#pairs, pair].sort((one, other) => other.priority - one.priority);
    return pair;
  }

  /** The best one whose check is due. */
  due(now: number): IcePair | undefined {
    return this.#pairs.find((pair) => pair.nextCheckAt <= now && (!pair.valid || pair.nominated));
  }

  get valid(): IcePair | undefined {
    return this.#pairs.find((pair) => pair.valid);
  }

  get nominated(): IcePair | undefined {
    return this.#pairs.find((pair) => pair.nominated);
  }

  /** Only this one is nominated from now on. */
  nominate(pair: IcePair): void {
    for (const other of this.#pairs) other.nominated = other === pair;
  }

  clear(): void {
    this.#pairs = [];
  }
}

/** Counts a check: the next one comes later and later (RFC 8489 section 6.2.1). */
export function countCheck(pair: IcePair, now: number): void {
  pair.nextCheckAt = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** pair.checks);
  pair.checks += 1;
}

/** The next check is due at once. */
export function checkAgain(pair: IcePair): void {
  pair.checks = 0;
  pair.nextCheckAt = 0;
}
