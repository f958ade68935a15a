import type { SipRequest } from '@cordboard/sip';
import type { Office } from '../support/office.ts';
import type { RawPhone } from '../support/raw-phone.ts';

/** A phone that subscribes, on a bare socket. */
export class Subscriber {
  readonly phone: RawPhone;
  #cseq = 1;
  #subscriptions = 0;

  private constructor(phone: RawPhone) {
    this.phone = phone;
  }

  static async open(office: Office, endpointId: string): Promise<Subscriber> {
    return new Subscriber(await office.addRawPhone(endpointId));
  }

  /** The final answer to a SUBSCRIBE with these headers. */
  async subscribes(event: string, to: string, ...headers: string[]) {
    this.#subscriptions += 1;
    this.#cseq += 2;
    return await this.phone.asksAuthorized('SUBSCRIBE', {
      to,
      from: this.endpointOf(),
      callId: `subscription-${this.#subscriptions}-${this.phone.peer.port}`,
      cseq: this.#cseq,
      headers: [`Event: ${event}`, `Contact: ${this.phone.contact}`, ...headers],
    });
  }

  /** The next NOTIFY, answered with this status. */
  async told(status = 200): Promise<SipRequest> {
    const notify = await this.phone.peer.nextRequest();
    this.phone.reply(notify, status);
    return notify;
  }

  /** Takes NOTIFYs until one tells this. */
  async toldOf(words: string | RegExp): Promise<string> {
    for (;;) {
      const text = (await this.told()).body.toString();
      if (typeof words === 'string' ? text.includes(words) : words.test(text)) return text;
    }
  }

  endpointOf(): string {
    return /sip:([^@]*)@/.exec(this.phone.contact)?.[1] ?? '';
  }
}
