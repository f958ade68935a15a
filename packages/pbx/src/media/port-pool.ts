/** Ports asked for at a time, and how few bound ones may be left before more are asked for. */
const STEP = 128;
const LOW_WATER = 64;
/** Even ports of a range (RFC 3550 section 11): which are bound and free. The worker binds them ahead of need. */
export class PortPool {
  #next: number;
  readonly #last: number;
  readonly #free: number[] = [];
  readonly #resting: { readonly port: number; readonly until: number }[] = [];
  readonly #restMs: number;
  #asked = 0;
  readonly #bind: (ports: readonly number[]) => void;

  /** `restMs`: how long a port rests, so that late packets of one call are not heard in the next. */
  constructor(o: { from: number; to: number; restMs: number }, bind: (ports: readonly number[]) => void) {
    this.#next = o.from + (o.from % 2);
    this.#last = o.to;
    this.#restMs = o.restMs;
    this.#bind = bind;
  }

  /** No port is free, and no more will be bound. */
  get exhausted(): boolean {
    return this.#free.length === 0 && this.#asked === 0 && this.#next > this.#last;
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
    this.#resting.push({ port, until: now + this.#restMs });
  }
}
