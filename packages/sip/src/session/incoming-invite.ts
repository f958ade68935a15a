import { Dialog } from '../dialog/dialog.ts';
import { createResponse, type HeaderFields, toBody } from '../message/create-response.ts';
import type { SipRequest } from '../message/message.ts';
import type { InviteServerTransaction } from '../transaction/invite-server.ts';
import type { Flow } from '../transport/flow.ts';
import { capabilities } from './capabilities.ts';
import type { Core, DialogUser, IncomingRequest } from './core.ts';
import { eventsOf } from './early-dialog.ts';
import { InviteSession } from './invite-session.ts';

/** An INVITE that waits for our answer. */
export class IncomingInvite implements DialogUser {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #core: Core;
  readonly #transaction: InviteServerTransaction;
  readonly #dialog: Dialog;
  #state: 'waiting' | 'answered' | 'ended' = 'waiting';
  #onCancelled: (() => void) | undefined;
  #onRequest: ((incoming: IncomingRequest) => void) | undefined;

  constructor(core: Core, request: SipRequest, flow: Flow, transaction: InviteServerTransaction) {
    this.#core = core;
    this.request = request;
    this.flow = flow;
    this.#transaction = transaction;
    this.#dialog = Dialog.ofServer(request, core.random.token(), flow);
    core.dialogs.set(this.#dialog.key, this);
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

  /** Told when the caller gave up before our answer. */
  onCancelled(handler: () => void): void {
    this.#onCancelled = handler;
  }

  /** Takes requests inside the early dialog other than BYE and OPTIONS, such as NOTIFY; without a handler they get 489. */
  onRequest(handler: (incoming: IncomingRequest) => void): void {
    this.#onRequest = handler;
  }

  /** Sends a provisional response: 180, 181, 183. */
  ring(status = 180, o: { headers?: HeaderFields; body?: Buffer | string } = {}): void {
    if (this.#state === 'waiting') this.#respond(status, o.headers, o.body);
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
      allowEvents: eventsOf(this.request),
    });
    const response = this.#respond(200, o.headers, o.body, o.contentType);
    session.answered(response, this.#transaction.flow);
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

  /** The caller gave up (RFC 3261 section 9.2). */
  cancelled(): void {
    if (this.#state !== 'waiting') return;
    this.reject(487);
    this.#onCancelled?.();
  }

  /** A caller may end an early dialog by BYE (section 15). */
  receive(incoming: IncomingRequest): void {
    if (!this.#dialog.takeCSeq(incoming.request)) {
      incoming.respond(500);
    } else if (incoming.request.method === 'BYE') {
      incoming.respond(200);
      this.cancelled();
    } else if (incoming.request.method === 'OPTIONS') incoming.respond(200);
    else if (incoming.request.method === 'INVITE') incoming.respond(491);
    else if (this.#onRequest === undefined) incoming.respond(489);
    else this.#onRequest(incoming);
  }

  receiveAck(_ack: SipRequest): void {
    // There is no 2xx yet that it could acknowledge.
  }

  #respond(status: number, headers?: HeaderFields, body?: Buffer | string, contentType = 'application/sdp') {
    const fields: (readonly [string, string])[] = [
      ['Contact', this.#core.contact(this.flow)],
      ...capabilities(this.#core),
    ];
    const content = toBody(body);
    if (content.length > 0) fields.push(['Content-Type', contentType]);
    const extra = headers === undefined ? [] : Array.isArray(headers) ? headers : Object.entries(headers);
    const response = createResponse(this.request, status, {
      toTag: this.#dialog.localTag,
      headers: [...fields, ...extra],
      body: content,
    });
    this.#transaction.respond(response);
    return response;
  }

  #end(): void {
    this.#state = 'ended';
    if (this.#core.dialogs.get(this.#dialog.key) === this) this.#core.dialogs.delete(this.#dialog.key);
  }
}
