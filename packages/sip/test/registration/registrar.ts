import {
  DigestVerifier,
  ha1,
  type IncomingRequest,
  type ListeningPoint,
  ManualClock,
  type Registration,
  type RegistrationOptions,
  type RegistrationState,
  SipEndpoint,
} from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';

const HOST = '127.0.0.1';
const REALM = 'provider';

/** A registrar that says what the test wants, and a client of it on a clock of its own. */
export class RegistrarStage {
  readonly clock = new ManualClock();
  readonly client = new SipEndpoint({ clock: this.clock, contactUser: 'acme' });
  readonly states: RegistrationState[] = [];
  /** REGISTERs that came, challenged ones included. */
  readonly requests: IncomingRequest[] = [];
  /** Takes a REGISTER; undefined: nothing is answered. */
  answer: (incoming: IncomingRequest) => void = (incoming) => this.accept(incoming);
  grantedSeconds = 3_600;
  readonly #server = new SipEndpoint();
  #point: ListeningPoint | undefined;

  static async open(transport: 'udp' | 'tcp' = 'udp'): Promise<RegistrarStage> {
    const stage = new RegistrarStage();
    stage.#point = await stage.#server.listen({ transport, host: HOST, port: 0 });
    await stage.client.listen({ transport, host: HOST, port: 0 });
    stage.#server.onRequest((incoming) => {
      stage.requests.push(incoming);
      stage.answer(incoming);
    });
    return stage;
  }

  register(o: Partial<RegistrationOptions> = {}): Registration {
    const { port, transport } = this.#point as ListeningPoint;
    const registrar = `sip:${HOST}:${port};transport=${transport}`;
    const onState = (state: RegistrationState) => this.states.push(state);
    return this.client.register({ registrar, aor: 'sip:acme@provider.example.com', onState, ...o });
  }

  accept({ request, respond }: IncomingRequest): void {
    const contact = `${request.headers.get('contact')};expires=${this.grantedSeconds}`;
    respond(200, undefined, { headers: { Contact: contact } });
  }

  /** Asks for digest with these algorithms, and accepts the right password only. */
  demandDigest(algorithms: readonly ('MD5' | 'SHA-256')[]): void {
    const verifier = new DigestVerifier({ realm: REALM, clock: this.clock });
    const known = {
      ha1Md5: ha1('MD5', 'acme', REALM, 'secret'),
      ha1Sha256: ha1('SHA-256', 'acme', REALM, 'secret'),
    };
    this.answer = (incoming) => {
      const verdict = verifier.verify(incoming.request, 'REGISTER', () => known);
      if (verdict.ok) return this.accept(incoming);
      const challenges = verifier.challenge(verdict.stale, algorithms);
      incoming.respond(401, undefined, { headers: challenges.map((value) => ['WWW-Authenticate', value] as const) });
    };
  }

  /** The newest state, once it is this one for the nth time. */
  async reached<S extends RegistrationState['state']>(
    state: S,
    times = 1,
  ): Promise<Extract<RegistrationState, { state: S }>> {
    return await eventually(() => {
      const found = this.states.filter((one) => one.state === state);
      return found.length >= times && (found.at(-1) as Extract<RegistrationState, { state: S }>);
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.#server.close()]);
  }
}
