import type { Dialog, DialogRequest } from '../dialog/dialog.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { abilitiesOf } from './abilities.ts';
import type { Core, DialogUser, IncomingRequest } from './core.ts';
import type { ReinviteAnswer } from './invite-session.ts';
import { respondToUpdate } from './respond-to-update.ts';

/** A device that answered our INVITE with 18x: requests can be sent to it while it rings (RFC 3261 section 12.1). */
export class EarlyDialog implements DialogUser {
  readonly dialog: Dialog;
  readonly #core: Core;
  #allowEvents: readonly string[] = [];
  /** Of the last reliable response (RFC 3262 section 4). */
  #rseq: number | undefined;
  /** Our offer has been answered reliably, so that the peer may make one of its own (RFC 3311 section 5.2). */
  #agreed = false;
  #onOffer: ((offer: Buffer) => ReinviteAnswer) | undefined;

  constructor(core: Core, dialog: Dialog) {
    this.#core = core;
    this.dialog = dialog;
    core.dialogs.set(dialog.key, this);
  }

  /** Its To tag. */
  get id(): string {
    return this.dialog.remoteTag;
  }

  /** Event packages that the device announced, lower case (RFC 6665 section 8.2.2). */
  get allowEvents(): readonly string[] {
    return this.#allowEvents;
  }

  learn(response: SipResponse): void {
    const announced = abilitiesOf(response).events;
    if (announced.length > 0) this.#allowEvents = announced;
  }

  /** Takes an offer that the peer makes by UPDATE while it rings; without a handler it is refused with 488. */
  onOffer(handler: (offer: Buffer) => ReinviteAnswer): void {
    this.#onOffer = handler;
  }

  /** Is a response to be worked on? A reliable one is acknowledged; one that comes again, or too early, is not. */
  admits(response: SipResponse): boolean {
    const rseq = reliableNumber(response);
    if (rseq === undefined) return true;
    if (this.#rseq !== undefined && rseq !== this.#rseq + 1) return false;
    this.#rseq = rseq;
    if (response.body.length > 0) this.#agreed = true;
    const { number, method } = response.head.cseq;
    void this.request('PRACK', { headers: { RAck: `${rseq} ${number} ${method}` } });
    return true;
  }

  request(method: string, o: DialogRequest): Promise<SipResponse> {
    return this.#core.request(this.dialog, method, o);
  }

  receive(incoming: IncomingRequest): void {
    if (!this.dialog.takeCSeq(incoming.request)) incoming.respond(500);
    else if (incoming.request.method === 'UPDATE') this.#receiveUpdate(incoming);
    else incoming.respond(incoming.request.method === 'OPTIONS' ? 200 : 405);
  }

  #receiveUpdate(incoming: IncomingRequest): void {
    const offer = incoming.request.body;
    if (offer.length > 0 && !this.#agreed) {
      incoming.respond(491);
      return;
    }
    const answer = offer.length === 0 ? undefined : (this.#onOffer?.(offer) ?? { reject: 488 });
    if (answer !== undefined && 'reject' in answer) incoming.respond(answer.reject);
    else {
      this.dialog.refreshTarget(incoming.request);
      respondToUpdate(this.#core, incoming, answer?.body);
    }
  }

  receiveAck(_ack: SipRequest): void {
    // An ACK before our INVITE was answered means nothing.
  }

  /** Forgets the dialog, unless a session has taken it over. */
  end(): void {
    if (this.#core.dialogs.get(this.dialog.key) === this) this.#core.dialogs.delete(this.dialog.key);
  }
}

/** RSeq of a response that wants a PRACK (RFC 3262 section 4). */
function reliableNumber({ headers }: SipResponse): number | undefined {
  const required = headers.all('require').some((tag) => tag.toLowerCase() === '100rel');
  const rseq = headers.get('rseq') ?? '';
  return required && /^\d{1,10}$/.test(rseq) ? Number(rseq) : undefined;
}
