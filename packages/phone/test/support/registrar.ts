import { DigestVerifier, ha1, ManualClock, type SipRequest } from '@cordboard/sip';
import type { PhoneOptions } from '../../src/index.ts';
import type { Lobby } from './lobby.ts';

const REALM = 'office';

/** A registrar that asks for digest credentials and remembers what it was told. */
export class Registrar {
  readonly clock = new ManualClock();
  /** Accepted REGISTERs. */
  readonly accepted: SipRequest[] = [];
  grantedSeconds = 60;
  leastSeconds = 0;
  mute = false;
  port = 0;

  static async open(lobby: Lobby): Promise<Registrar> {
    const registrar = new Registrar();
    await registrar.#listen(lobby);
    return registrar;
  }

  /** What a phone of this registrar is started with. */
  options(o: Partial<PhoneOptions> = {}): PhoneOptions {
    return {
      server: { host: '127.0.0.1', port: this.port },
      username: '2880',
      password: 'secret',
      clock: this.clock,
      ...o,
    };
  }

  /** Seconds asked for, in order. */
  get asked(): string[] {
    return this.accepted.map(({ headers }) => headers.get('expires') ?? '');
  }

  async #listen(lobby: Lobby): Promise<void> {
    const { sip, port } = await lobby.peer();
    this.port = port;
    const verifier = new DigestVerifier({ realm: REALM, clock: this.clock });
    const known = { ha1Md5: ha1('MD5', '2880', REALM, 'secret'), ha1Sha256: ha1('SHA-256', '2880', REALM, 'secret') };
    sip.onRequest(({ request, respond }) => {
      if (this.mute) return;
      const verdict = verifier.verify(request, request.method, (name) => (name === '2880' ? known : undefined));
      if (!verdict.ok) {
        const headers = verifier.challenge(verdict.stale).map((value) => ['WWW-Authenticate', value] as const);
        respond(request.headers.has('authorization') && !verdict.stale ? 403 : 401, undefined, { headers });
      } else if (
        Number(request.headers.get('expires')) > 0 &&
        Number(request.headers.get('expires')) < this.leastSeconds
      ) {
        respond(423, undefined, { headers: { 'Min-Expires': String(this.leastSeconds) } });
      } else {
        this.accepted.push(request);
        const contact = `${request.headers.get('contact')};expires=${this.grantedSeconds}`;
        respond(200, undefined, { headers: { Contact: contact } });
      }
    });
  }
}
