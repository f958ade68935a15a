import type {
  Clock,
  Flow,
  Log,
  Registration,
  RegistrationState,
  SipEndpoint,
  SipResponse,
  Target,
  Timer,
} from '@cordboard/sip';
import type { Trunk, TrunkState } from './trunk.ts';
import { type ResolveTrunk, TrunkAddresses } from './trunk-addresses.ts';
import { TrunkRest } from './trunk-rest.ts';

/** How often a trunk is asked whether it is there: while it rests, and otherwise. */
const RESTING_PROBE_MS = 5_000;
const PROBE_MS = 60_000;

export interface TrunkLineOptions {
  readonly trunk: Trunk;
  readonly sip: SipEndpoint;
  readonly clock: Clock;
  readonly log: Log;
  readonly resolve: ResolveTrunk | undefined;
  readonly calls: () => number;
  readonly changed: () => void;
}

/** One trunk in service: its addresses, its registration, and whether it can be expected to take calls. */
export class TrunkLine {
  readonly trunk: Trunk;
  readonly #o: TrunkLineOptions;
  readonly #addresses: TrunkAddresses;
  readonly #rest: TrunkRest;
  #registration: Registration | undefined;
  #registered: RegistrationState | undefined;
  #probe: Timer | undefined;
  /** Some peers never answer OPTIONS: their silence says nothing. */
  #answersProbes = false;
  #closed = false;

  constructor(o: TrunkLineOptions) {
    this.trunk = o.trunk;
    this.#o = o;
    this.#rest = new TrunkRest(o.clock);
    this.#addresses = new TrunkAddresses({ peer: o.trunk, clock: o.clock, log: o.log, ...optional(o.resolve) });
  }

  /** Registers and probes from now on; the sockets are open. */
  start(): void {
    if (this.#closed || !this.trunk.enabled || this.#probe !== undefined) return;
    if (this.trunk.mode === 'registering') this.#register();
    this.#probeLater(PROBE_MS);
  }

  close(): void {
    this.#closed = true;
    this.#probe?.cancel();
    this.#addresses.close();
    this.#registration?.close().catch((error: unknown) => {
      this.#o.log.warn({ err: error, trunkId: this.trunk.trunkId }, 'A trunk could not be unregistered');
    });
  }

  get state(): TrunkState {
    const { trunkId, mode } = this.trunk;
    const restingUntil = this.#rest.until;
    const fault = this.#fault();
    return {
      trunkId,
      ...(mode === 'registering' ? { registered: this.#registered?.state === 'registered' } : {}),
      up: fault === undefined,
      ...(restingUntil === undefined ? {} : { restingUntil }),
      ...(fault === undefined ? {} : { fault }),
      calls: this.#o.calls(),
    };
  }

  /** Where a call goes now; undefined while its name has not been found. */
  get target(): Target | undefined {
    const address = this.#addresses.first;
    if (address === undefined) return undefined;
    const { transport, host } = this.trunk;
    // The certificate must bear the name (RFC 5922 section 7.2), so the name is what is connected to.
    return { transport, port: address.port, host: transport === 'tls' ? host : address.host };
  }

  hasRoom(): boolean {
    const { maxCalls } = this.trunk;
    return maxCalls === undefined || this.#o.calls() < maxCalls;
  }

  /** Comes this from the trunk, by its address? */
  isSource({ transport, remoteAddress, remotePort }: Flow): boolean {
    if (!this.trunk.enabled || transport !== this.trunk.transport) return false;
    return this.#addresses.includes(remoteAddress, transport === 'udp' ? remotePort : undefined);
  }

  failed(status: number, response: SipResponse | undefined): void {
    const was = this.#rest.until;
    const retryAfter = Number(/^\s*(\d{1,6})/.exec(response?.headers.get('retry-after') ?? '')?.[1] ?? 0);
    this.#rest.begin(`It answered ${status}.`, retryAfter);
    this.#o.log.warn({ trunkId: this.trunk.trunkId, status }, 'A trunk failed and rests');
    this.#probeLater(RESTING_PROBE_MS);
    if (was === undefined) this.#o.changed();
  }

  worked(): void {
    if (this.#rest.until === undefined) return;
    this.#rest.end();
    this.#o.log.info({ trunkId: this.trunk.trunkId }, 'A trunk is back');
    this.#o.changed();
  }

  #fault(): string | undefined {
    if (!this.trunk.enabled) return 'It is switched off.';
    if (this.#addresses.first === undefined) return `The name ${this.trunk.host} has not been found.`;
    if (this.#rest.until !== undefined) return this.#rest.why;
    if (this.trunk.mode === 'static' || this.#registered?.state === 'registered') return undefined;
    const failed = this.#registered?.state === 'failed' ? this.#registered : undefined;
    return failed === undefined ? 'It is not registered yet.' : `Its registrar answered ${failed.status}.`;
  }

  #register(): void {
    const { host, port, credentials, transport } = this.trunk;
    const target = this.target;
    // A name that is not found yet is waited for; the next probe asks again.
    if (target === undefined || credentials === undefined || this.#registration !== undefined) return;
    const user = encodeURIComponent(credentials.username);
    try {
      this.#registration = this.#o.sip.register({
        registrar: `sip:${host}${port === undefined ? '' : `:${port}`}`,
        aor: `sip:${user}@${host}`,
        credentials,
        target,
        onState: (state) => this.#registrationChanged(state),
      });
    } catch (error) {
      this.#o.log.warn({ err: error, trunkId: this.trunk.trunkId, transport }, 'A trunk cannot be registered');
    }
  }

  #registrationChanged(state: RegistrationState): void {
    const before = this.#registered?.state;
    this.#registered = state;
    if (state.state !== before && state.state !== 'registering' && !this.#closed) this.#o.changed();
  }

  #probeLater(ms: number): void {
    this.#probe?.cancel();
    if (this.#closed) return;
    this.#probe = this.#o.clock.after(ms, () => {
      this.#ask().catch((error: unknown) => {
        this.#o.log.warn({ err: error, trunkId: this.trunk.trunkId }, 'A trunk could not be probed');
      });
    });
  }

  async #ask(): Promise<void> {
    const { trunk } = this;
    if (trunk.mode === 'registering') this.#register();
    const wasResting = this.#rest.until !== undefined;
    const status = await this.#options();
    if (this.#closed) return;
    const silent = status === 408 || status === 503;
    if (!silent) {
      this.#answersProbes = true;
      this.worked();
    } else if (!wasResting && this.#answersProbes) this.failed(status, undefined);
    this.#probeLater(this.#rest.until === undefined ? PROBE_MS : RESTING_PROBE_MS);
  }

  /** Any answer but these means that somebody is there (RFC 3261 section 11). */
  async #options(): Promise<number> {
    const { target } = this;
    if (target === undefined) return 503;
    const { host, port } = this.trunk;
    try {
      const response = await this.#o.sip.request({
        method: 'OPTIONS',
        uri: `sip:${host}${port === undefined ? '' : `:${port}`}`,
        from: { uri: 'sip:cordboard@cordboard.invalid' },
        target,
      });
      return response.status;
    } catch {
      return 503;
    }
  }
}

function optional(resolve: ResolveTrunk | undefined): { resolve?: ResolveTrunk } {
  return resolve === undefined ? {} : { resolve };
}
