import { type InviteSession, reasonPhrase } from '@cordboard/sip';
import type { CallLine } from '../engine/conversation.ts';

/** Seconds after which a phone may think that the report has been lost; longer than any ringing. */
const LIFETIME = 300;

/**
 * Tells a phone how the transfer does that it asked for (RFC 3515 section 2.4.4): NOTIFYs with a status line each, one
 * after the other, and after the last the phone is let go unless it has a call again.
 */
export class ReferReport {
  readonly #line: CallLine;
  readonly #session: InviteSession;
  /** `refer`, with the CSeq of the REFER, for there may be several in one dialog (section 2.4.6). */
  readonly #event: string;
  readonly #silent: boolean;
  #sent: Promise<unknown> = Promise.resolve();
  #last = 0;

  constructor(line: CallLine, session: InviteSession, o: { id: number; silent: boolean }) {
    this.#line = line;
    this.#session = session;
    this.#event = `refer;id=${o.id}`;
    this.#silent = o.silent;
  }

  /** A status from 200 on is the last. */
  tell(status: number): void {
    if (status === this.#last || this.#last >= 200) return;
    this.#last = status;
    if (!this.#silent) this.#sent = this.#sent.then(() => this.#notify(status));
    if (status >= 200) void this.#sent.then(() => this.#letGo());
  }

  async #notify(status: number): Promise<void> {
    const state = status < 200 ? `active;expires=${LIFETIME}` : 'terminated;reason=noresource';
    await this.#session.request('NOTIFY', {
      headers: { Event: this.#event, 'Subscription-State': state },
      contentType: 'message/sipfrag;version=2.0',
      body: `SIP/2.0 ${status} ${reasonPhrase(status)}\r\n`,
    });
  }

  #letGo(): void {
    this.#line.parked = false;
    if (this.#line.legs.size === 0) this.#line.release();
  }
}
