/** Ports asked for at a time, and how few bound ones may be left before more are asked for. */
const STEP = 128;
const LOW_WATER = 64;
/** A port rests before it serves another call: late packets of the last one must not be heard in the next. */
const QUARANTINE_MS = 3_000;

/** Even ports of a range (RFC 3550 section 11): which are bound and free. The worker binds them ahead of need. */
export class PortPool {
  #next: number;
  readonly #last: number;
  readonly #free: number[] = [];
  readonly #resting: { readonly port: number; readonly until: number }[] = [];
  #asked = 0;
  readonly #bind: (ports: readonly number[]) => void;

  constructor(range: { from: number; to: number }, bind: (ports: readonly number[]) => void) {
    this.#next = range.from + (range.from % 2);
    this.#last = range.to;
    this.#bind = bind;
  }

  /** Asks for the first ports, or for more. */
  grow(): void {
    if (this.#free.length + this.#asked >= LOW_WATER) return;
    const ports: number[] = [];
    for (; this.#next <= this.#last && ports.length < STEP; this.#next += 2) ports.push(this.#next);
    if (ports.length === 0) return;
    this.#asked += ports.length;
    this.#bind(ports);
  }

  bound(ports: readonly number[], refused: number): void {
    this.#asked -= ports.length + refused;
    this.#free.push(...ports);
    this.grow();
  }

  /** A free port; undefined when there is none. `now` in milliseconds of a clock that does not jump. */
  take(now: number): number | undefined {
    while ((this.#resting[0]?.until ?? Number.POSITIVE_INFINITY) <= now) {
      this.#free.push((this.#resting.shift() as { port: number }).port);
    }
    const port = this.#free.shift();
    this.grow();
    return port;
  }

  give(port: number, now: number): void {
    this.#resting.push({ port, until: now + QUARANTINE_MS });
  }
}
