import type { Place } from './udp-port.ts';

/** A source that was silent for so long may be replaced by any other one: the telephone moved. */
const LATCH_MS = 2_000;

interface Source extends Place {
  readonly trust: number;
  lastAt: number;
}

/**
 * Symmetric RTP: audio goes back to where it really comes from, for the SDP of a telephone behind a NAT tells a
 * private address. A source is kept while it talks, so that a stranger cannot take a running call over; only one
 * that is closer to what the SDP says takes its place, so that a stranger who came first does not keep it either.
 */
export class Latch {
  #written: Place | undefined;
  #source: Source | undefined;

  /** Where to send to: where packets come from, or else what the SDP says. */
  get target(): Place | undefined {
    return this.#source ?? this.#written;
  }

  /** Another place in the SDP is another place to send to, until packets come from elsewhere. */
  setWritten({ address, port }: Place): void {
    if (this.#written?.address === address && this.#written.port === port) return;
    this.#written = { address, port };
    this.#source = undefined;
  }

  /** May a packet from there be heard? `now` in milliseconds of a clock that does not jump. */
  accepts({ address, port }: Place, now: number): boolean {
    const known = this.#source;
    if (known?.address === address && known.port === port) {
      known.lastAt = now;
      return true;
    }
    const trust = address !== this.#written?.address ? 0 : port !== this.#written.port ? 1 : 2;
    if (known !== undefined && trust <= known.trust && now - known.lastAt < LATCH_MS) return false;
    this.#source = { address, port, trust, lastAt: now };
    return true;
  }
}
