import type { Courier } from './courier.ts';

interface Limits {
  /** Requests at a time. */
  readonly inFlight: number;
  readonly inFlightPerHost: number;
}

/** A request's place. */
export interface Place {
  readonly host: string;
  readonly doubtful: boolean;
}

/**
 * The requests that may be out at a time: in all, to one host, and to receivers whose last answer was not good. Those
 * get half of all places at most, so that however many of them hang, the others go on.
 */
export class Places {
  readonly #limits: Limits;
  readonly #hosts = new Map<string, { taken: number; waiting: Courier[] }>();
  readonly #waiting: Courier[] = [];
  readonly #doubtfulWaiting: Courier[] = [];
  #taken = 0;
  #doubtfulTaken = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Undefined when there is none: the courier then waits, and comes out of `next` when its turn has come. */
  take(courier: Courier): Place | undefined {
    const { host } = courier.receiver.url;
    const { doubtful } = courier;
    const queue = this.#queueFor(host, doubtful);
    if (queue) {
      if (!courier.waiting) queue.push(courier);
      courier.waiting = true;
      return undefined;
    }
    this.#taken += 1;
    if (doubtful) this.#doubtfulTaken += 1;
    this.#host(host).taken += 1;
    return { host, doubtful };
  }

  free({ host, doubtful }: Place): void {
    this.#taken -= 1;
    if (doubtful) this.#doubtfulTaken -= 1;
    const known = this.#host(host);
    known.taken -= 1;
    if (known.taken === 0 && known.waiting.length === 0) this.#hosts.delete(host);
  }

  /** A courier that may try again after a place at `host` was freed. */
  next(host: string): Courier | undefined {
    if (this.#taken >= this.#limits.inFlight) return undefined;
    const known = this.#hosts.get(host);
    const ofHost = known && known.taken < this.#limits.inFlightPerHost ? known.waiting.shift() : undefined;
    const courier =
      ofHost ?? this.#waiting.shift() ?? (this.#spareForDoubtful ? this.#doubtfulWaiting.shift() : undefined);
    if (courier) courier.waiting = false;
    return courier;
  }

  /** Where a courier must wait, if it must. */
  #queueFor(host: string, doubtful: boolean): Courier[] | undefined {
    const known = this.#hosts.get(host);
    if (known && known.taken >= this.#limits.inFlightPerHost) return known.waiting;
    if (doubtful && !this.#spareForDoubtful) return this.#doubtfulWaiting;
    return this.#taken >= this.#limits.inFlight ? this.#waiting : undefined;
  }

  get #spareForDoubtful(): boolean {
    return this.#doubtfulTaken < this.#limits.inFlight / 2;
  }

  #host(host: string) {
    const known = this.#hosts.get(host) ?? { taken: 0, waiting: [] };
    this.#hosts.set(host, known);
    return known;
  }
}
