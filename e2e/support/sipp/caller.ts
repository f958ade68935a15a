import { fixedHeaders, type Sent, send } from './steps.ts';

const CALLED = '<sip:[service]@[remote_ip]:[remote_port]>';
const ADDRESS = 'sip:[service]@[remote_ip]:[remote_port]';

/** Writes the requests of the party that calls. */
export class Caller {
  readonly #from: string;

  constructor(number: string) {
    this.#from = `From: <sip:${number}@[remote_ip]:[remote_port]>;tag=[pid]x[call_number]`;
  }

  /** A request outside a dialog: the INVITE, or one that stands alone. */
  opens(method: string, o: Sent = {}): string {
    return this.#request(method, ADDRESS, CALLED, o);
  }

  registers(o: Sent = {}): string {
    return this.#request('REGISTER', 'sip:[remote_ip]:[remote_port]', CALLED, o);
  }

  /** Of the INVITE's transaction: CANCEL. */
  cancels(o: Sent & { transaction: string }): string {
    return this.#request('CANCEL', ADDRESS, CALLED, o);
  }

  /** The ACK to a refusal, which is of the INVITE's transaction. */
  admits(o: Sent & { transaction: string }): string {
    return this.#request('ACK', ADDRESS, `${CALLED}[peer_tag_param]`, o);
  }

  /** A request inside the dialog; the ACK to a 200 too. */
  asks(method: string, o: Sent = {}): string {
    return this.#request(method, '[next_url]', `${CALLED}[peer_tag_param]`, o);
  }

  #request(method: string, uri: string, to: string, o: Sent): string {
    const lines = [`${method} ${uri} SIP/2.0`, this.#from, `To: ${to}`, ...fixedHeaders(method, o)];
    return send(lines, o.sdp, o.repeated ?? method !== 'ACK');
  }
}
