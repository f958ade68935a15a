import { UdpPort } from '../udp-port.ts';
import { answerChallenge } from './digest.ts';
import { readSip, type SipText, writeSip } from './text.ts';

export interface Account {
  readonly username: string;
  readonly password: string;
}

interface PhoneOptions extends Account {
  /** Its own one of loopback, for a server lets one address take so much. */
  readonly address: string;
  readonly registrarPort: number;
}

/** A telephone that registers, is challenged, and registers with an MD5 digest. It never sends again. */
export class RegisteringPhone implements Disposable {
  readonly #o: PhoneOptions;
  readonly #socket: UdpPort;
  readonly #uri: string;
  #cseq = 0;
  #waiting: ((answer: SipText) => void) | undefined;

  private constructor(o: PhoneOptions, socket: UdpPort) {
    this.#o = o;
    this.#socket = socket;
    this.#uri = `sip:127.0.0.1:${o.registrarPort}`;
    socket.onPacket((packet) => this.#waiting?.(readSip(packet)));
  }

  static async open(o: PhoneOptions): Promise<RegisteringPhone> {
    return new RegisteringPhone(o, await UdpPort.open(0, o.address));
  }

  /** @throws Error unless the registration is accepted */
  async register(): Promise<void> {
    const { username, password } = this.#o;
    const challenge = await this.#ask([]);
    const md5 = challenge.fields('www-authenticate').filter((one) => !one.includes('SHA-256'));
    const credentials = answerChallenge(md5, { username, password, method: 'REGISTER', uri: this.#uri });
    const { status } = await this.#ask([credentials]);
    if (status !== 200) throw new Error(`REGISTER of ${username} was answered with ${challenge.status}, ${status}`);
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]();
  }

  async #ask(credentials: readonly string[]): Promise<SipText> {
    const { username, address, registrarPort } = this.#o;
    const aor = `<sip:${username}@127.0.0.1:${registrarPort}>`;
    this.#cseq += 1;
    const text = writeSip(`REGISTER ${this.#uri} SIP/2.0`, [
      `Via: SIP/2.0/UDP ${address}:${this.#socket.port};branch=z9hG4bK-${username}-${this.#cseq}`,
      `From: ${aor};tag=${username}`,
      `To: ${aor}`,
      `Call-ID: register-${username}-${this.#socket.port}`,
      `CSeq: ${this.#cseq} REGISTER`,
      `Contact: <sip:${username}@${address}:${this.#socket.port}>;expires=3600`,
      'Max-Forwards: 70',
      ...credentials,
    ]);
    return await new Promise((resolve) => {
      this.#waiting = resolve;
      this.#socket.send(text, registrarPort);
    });
  }
}
