import { lookup, resolveSrv } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock, Log, Timer } from '@cordboard/sip';
import type { Trunk } from './trunk.ts';

export interface TrunkAddress {
  readonly host: string;
  readonly port: number;
}

type Peer = Pick<Trunk, 'host' | 'port' | 'transport'>;

/** Finds the addresses of a peer, the preferred first. @throws when its name is not known */
export type ResolveTrunk = (peer: Peer) => Promise<TrunkAddress[]>;

const REFRESH_MS = 60_000;
const STANDARD_PORT = { udp: 5_060, tcp: 5_060, tls: 5_061 } as const;
const SERVICE = { udp: '_sip._udp', tcp: '_sip._tcp', tls: '_sips._tcp' } as const;

/** The addresses of one trunk. A name is asked for again each minute; what was known stays when nobody answers. */
export class TrunkAddresses {
  readonly #peer: Peer;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #resolve: ResolveTrunk;
  #known: readonly TrunkAddress[] = [];
  #timer: Timer | undefined;
  #closed = false;

  constructor(o: { peer: Peer; clock: Clock; log: Log; resolve?: ResolveTrunk }) {
    this.#peer = o.peer;
    this.#clock = o.clock;
    this.#log = o.log;
    this.#resolve = o.resolve ?? resolveTrunk;
    const host = o.peer.host === 'localhost' ? '127.0.0.1' : o.peer.host;
    if (isIP(host) > 0) this.#known = [{ host, port: o.peer.port ?? STANDARD_PORT[o.peer.transport] }];
    else void this.#refresh();
  }

  /** Where calls go; undefined while the name has not been found. */
  get first(): TrunkAddress | undefined {
    return this.#known[0];
  }

  /** On UDP the port counts; a connection's is chosen anew each time by the peer's system. */
  includes(host: string, port: number | undefined): boolean {
    return this.#known.some((one) => one.host === host && (port === undefined || one.port === port));
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  async #refresh(): Promise<void> {
    try {
      const found = await this.#resolve(this.#peer);
      if (found.length > 0) this.#known = found;
    } catch (error) {
      this.#log.warn({ err: error, host: this.#peer.host }, 'The name of a trunk could not be found');
    }
    if (!this.#closed) this.#timer = this.#clock.after(REFRESH_MS, () => void this.#refresh());
  }
}

/** RFC 3263 section 4: with a port its addresses; without one SRV records, and the standard port when there are none. */
async function resolveTrunk({ host, port, transport }: Peer): Promise<TrunkAddress[]> {
  if (port !== undefined) return await addressesOf(host, port);
  const records = await resolveSrv(`${SERVICE[transport]}.${host}`).catch(() => []);
  if (records.length === 0) return await addressesOf(host, STANDARD_PORT[transport]);
  const ordered = records.sort((a, b) => a.priority - b.priority || b.weight - a.weight);
  const found = await Promise.all(ordered.map(({ name, port: at }) => addressesOf(name, at).catch(() => [])));
  return found.flat();
}

async function addressesOf(host: string, port: number): Promise<TrunkAddress[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => ({ host: address, port }));
}
