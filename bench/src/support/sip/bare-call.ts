import { type SipText, sdpAt, writeSip } from './text.ts';

interface CallOptions {
  readonly from: string;
  readonly to: string;
  readonly mediaPort: number;
  readonly callId: string;
  readonly localPort: number;
  readonly serverPort: number;
  /** Gives when it was sent. */
  readonly send: (text: string) => number;
  readonly ended: () => void;
}

/** One call of the trunk. It is never sent again: on loopback, what is lost is a failure. */
export class BareCall {
  /** When the INVITE left. */
  readonly sentAt: number;
  /** SDP of the 200. */
  answer = '';
  readonly #o: CallOptions;
  readonly #from: string;
  readonly #uri: string;
  #to: string;
  #target: string;
  readonly #waiting = new Map<number, () => void>();

  constructor(o: CallOptions) {
    this.#o = o;
    this.#uri = `sip:${o.to}@127.0.0.1:${o.serverPort}`;
    this.#from = `From: <sip:${o.from}@127.0.0.1:${o.localPort}>;tag=${o.callId}`;
    this.#to = `To: <${this.#uri}>`;
    this.#target = this.#uri;
    this.sentAt = this.#send('INVITE', '1 INVITE', sdpAt(o.mediaPort));
  }

  /** Waits for a final or provisional status. */
  async until(status: number): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.set(status, resolve));
  }

  /** Gives the ringing call up; resolves when the server has taken note. */
  async cancel(): Promise<void> {
    const terminated = this.until(487);
    this.#send('CANCEL', '1 CANCEL');
    await terminated;
    this.#o.ended();
  }

  /** Hangs the answered call up. */
  async bye(): Promise<void> {
    const gone = this.until(BYE_TAKEN);
    this.#send('BYE', '2 BYE');
    await gone;
    this.#o.ended();
  }

  receive(response: SipText): void {
    const cseq = response.value('cseq');
    if (cseq.endsWith('CANCEL') || response.status === 100) return;
    if (cseq.endsWith('INVITE') && response.status >= 200) this.#acknowledge(response);
    const key = cseq.endsWith('BYE') ? BYE_TAKEN : response.status;
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
  }

  #acknowledge(response: SipText): void {
    this.answer = response.body;
    this.#to = response.fields('to')[0] ?? this.#to;
    // RFC 3261 section 17.1.1.3: the ACK of a refusal goes where the INVITE went; that of a 200 to the Contact.
    const contact = /<([^>]+)>/.exec(response.value('contact'))?.[1];
    if (response.status < 300 && contact !== undefined) this.#target = contact;
    this.#send('ACK', '1 ACK');
  }

  #send(method: string, cseq: string, body = ''): number {
    const { callId, localPort, send } = this.#o;
    // CANCEL and the ACK of a refusal belong to the INVITE's transaction (section 17.2.3), and so bear its branch.
    const branch = this.#target === this.#uri ? 'invite' : method;
    return send(
      writeSip(
        `${method} ${this.#target} SIP/2.0`,
        [
          `Via: SIP/2.0/UDP 127.0.0.1:${localPort};branch=z9hG4bK-${callId}-${branch}`,
          this.#from,
          this.#to,
          `Call-ID: ${callId}`,
          `CSeq: ${cseq}`,
          `Contact: <sip:trunk@127.0.0.1:${localPort}>`,
          'Max-Forwards: 70',
        ],
        body,
      ),
    );
  }
}

/** Stands for "BYE was answered", whatever the status. */
const BYE_TAKEN = -1;
