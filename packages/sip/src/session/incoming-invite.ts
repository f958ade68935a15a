import { Dialog } from '../dialog/dialog.ts';
import { createResponse, type HeaderFields, type ResponseOptions, toBody } from '../message/create-response.ts';
import type { SipRequest } from '../message/message.ts';
import type { InviteServerTransaction } from '../transaction/invite-server.ts';
import type { Flow } from '../transport/flow.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { capabilities } from './capabilities.ts';
import type { Core, DialogUser, IncomingRequest } from './core.ts';
import { InviteSession, type ReinviteAnswer } from './invite-session.ts';
import { ReliableProvisional } from './reliable-provisional.ts';
import { respondToUpdate } from './respond-to-update.ts';
import { agree, agreedFields } from './session-expires.ts';

/** An INVITE that waits for our answer. */
export class IncomingInvite implements DialogUser {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #core: Core;
  readonly #transaction: InviteServerTransaction;
  readonly #dialog: Dialog;
  #state: 'waiting' | 'answered' | 'ended' = 'waiting';
  readonly #peer: Abilities;
  readonly #reliable: ReliableProvisional;
  /** Our answer went out with a provisional response that the caller must acknowledge. */
  #described = false;
  #onCancelled: ((by: SipRequest | undefined) => void) | undefined;
  #onOffer: ((offer: Buffer) => ReinviteAnswer) | undefined;
  #onRequest: ((incoming: IncomingRequest) => void) | undefined;

  constructor(core: Core, request: SipRequest, flow: Flow, transaction: InviteServerTransaction) {
    this.#core = core;
    this.request = request;
    this.flow = flow;
    this.#transaction = transaction;
    this.#dialog = Dialog.ofServer(request, core.random.token(), flow);
    core.dialogs.set(this.#dialog.key, this);
    this.#peer = abilitiesOf(request);
    this.#reliable = new ReliableProvisional(core, request, transaction, () => this.#unacknowledged());
  }

  get callId(): string {
    return this.request.head.callId;
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  get state(): 'waiting' | 'answered' | 'ended' {
    return this.#state;
  }

  /** Told when the caller gave up before our answer, with the CANCEL or BYE that said so, if any came. */
  onCancelled(handler: (by: SipRequest | undefined) => void): void {
    this.#onCancelled = handler;
  }

  /** Takes requests inside the early dialog other than BYE and OPTIONS, such as NOTIFY; without a handler they get 489. */
  onRequest(handler: (incoming: IncomingRequest) => void): void {
    this.#onRequest = handler;
  }

  /** Takes an offer that the caller makes by UPDATE before our answer; without a handler it is refused with 488. */
  onOffer(handler: (offer: Buffer) => ReinviteAnswer): void {
    this.#onOffer = handler;
  }

  /**
   * Sends a provisional response: 180, 181, 183. It goes reliably when the caller requires that, or supports it and
   * the response describes audio (RFC 3262 section 3).
   */
  ring(status = 180, o: { headers?: HeaderFields; body?: Buffer | string } = {}): void {
    if (this.#state !== 'waiting') return;
    const options = this.#options(o.headers, o.body);
    const describes = toBody(o.body).length > 0;
    if (this.#requires || (describes && this.#peer.extensions.has('100rel'))) {
      this.#described ||= describes;
      this.#reliable.send({ status, options });
    } else this.#transaction.respond(createResponse(this.request, status, options));
  }

  /**
   * Accepts the call. The 200 is repeated until its ACK comes; without one the session ends by itself.
   * @throws Error when the INVITE is no longer waiting
   */
  answer(o: { body?: Buffer | string; contentType?: string; headers?: HeaderFields }): InviteSession {
    if (this.#state !== 'waiting') throw new Error('The INVITE is no longer waiting for an answer');
    this.#state = 'answered';
    const session = new InviteSession(this.#core, this.#dialog, {
      isCaller: false,
      initialRemoteBody: this.request.body,
      localBody: toBody(o.body).toString(),
      peer: this.#peer,
    });
    const expires = agree(this.request.headers, this.#peer.extensions.has('timer'), this.#core.sessionTimer);
    const options = this.#options(o.headers, o.body, o.contentType);
    const headers = [...fieldsOf(options.headers), ...(expires === undefined ? [] : agreedFields(expires))];
    session.takesPrack((prack) => this.#reliable.acknowledge(prack));
    this.#reliable.afterDescription(() => {
      this.#reliable.stop();
      const response = createResponse(this.request, 200, { ...options, headers });
      this.#transaction.respond(response);
      session.answered(response, this.#transaction.flow);
      if (expires !== undefined) session.expires({ ...expires, weRefresh: expires.refresher === 'uas' });
    });
    return session;
  }

  /** Refuses with a final status from 300 to 699. */
  reject(status: number, reason?: string, headers?: HeaderFields): void {
    if (this.#state !== 'waiting') return;
    this.#end();
    this.#transaction.respond(
      createResponse(this.request, status, {
        toTag: this.#dialog.localTag,
        ...(reason === undefined ? {} : { reason }),
        ...(headers === undefined ? {} : { headers }),
      }),
    );
  }

  /** Ends without a message: the endpoint closes. */
  close(): void {
    if (this.#state === 'waiting') this.#end();
    else this.#reliable.stop();
  }

  /** The caller gave up (RFC 3261 section 9.2). */
  cancelled(by?: SipRequest): void {
    if (this.#state !== 'waiting') return;
    this.reject(487);
    this.#onCancelled?.(by);
  }

  /** A caller may end an early dialog by BYE (section 15). */
  receive(incoming: IncomingRequest): void {
    if (!this.#dialog.takeCSeq(incoming.request)) {
      incoming.respond(500);
    } else if (incoming.request.method === 'BYE') {
      incoming.respond(200);
      this.cancelled(incoming.request);
    } else if (incoming.request.method === 'OPTIONS') incoming.respond(200);
    else if (incoming.request.method === 'INVITE') incoming.respond(491);
    else if (incoming.request.method === 'PRACK') {
      incoming.respond(this.#reliable.acknowledge(incoming.request) ? 200 : 481);
    } else if (incoming.request.method === 'UPDATE') this.#receiveUpdate(incoming);
    else if (this.#onRequest === undefined) incoming.respond(489);
    else this.#onRequest(incoming);
  }

  receiveAck(_ack: SipRequest): void {
    // There is no 2xx yet that it could acknowledge.
  }

  get #requires(): boolean {
    return this.request.headers.all('require').some((tag) => tag.toLowerCase() === '100rel');
  }

  /** RFC 3311 section 5.2. */
  #receiveUpdate(incoming: IncomingRequest): void {
    const offer = incoming.request.body;
    // The caller's own offer has not been answered yet.
    if (offer.length > 0 && !this.#described) {
      incoming.respond(500, undefined, { headers: { 'Retry-After': '1' } });
      return;
    }
    const answer = offer.length === 0 ? undefined : (this.#onOffer?.(offer) ?? { reject: 488 });
    if (answer !== undefined && 'reject' in answer) incoming.respond(answer.reject);
    else {
      this.#dialog.refreshTarget(incoming.request);
      respondToUpdate(this.#core, incoming, answer?.body);
    }
  }

  /** RFC 3262 section 3: no PRACK came. */
  #unacknowledged(): void {
    if (this.#state !== 'waiting') return;
    this.reject(504);
    this.#onCancelled?.(undefined);
  }

  #options(headers?: HeaderFields, body?: Buffer | string, contentType = 'application/sdp'): ResponseOptions {
    const fields: (readonly [string, string])[] = [
      ['Contact', this.#core.contact(this.flow)],
      ...capabilities(this.#core),
    ];
    const content = toBody(body);
    if (content.length > 0) fields.push(['Content-Type', contentType]);
    return { toTag: this.#dialog.localTag, headers: [...fields, ...fieldsOf(headers)], body: content };
  }

  #end(): void {
    this.#state = 'ended';
    this.#reliable.stop();
    if (this.#core.dialogs.get(this.#dialog.key) === this) this.#core.dialogs.delete(this.#dialog.key);
  }
}

function fieldsOf(headers: HeaderFields | undefined): readonly (readonly [string, string])[] {
  if (headers === undefined) return [];
  return Array.isArray(headers) ? headers : Object.entries(headers);
}
