import type { Timer } from '../clock.ts';
import type { Dialog, DialogRequest } from '../dialog/dialog.ts';
import { dialogFlow } from '../dialog/dialog-flow.ts';
import { createResponse } from '../message/create-response.ts';
import { noBody, type SipRequest, type SipResponse } from '../message/message.ts';
import { writeMessage } from '../message/write-message.ts';
import type { Flow } from '../transport/flow.ts';
import { AnswerRetransmission } from './answer-retransmission.ts';
import { ALLOW } from './capabilities.ts';
import type { Core, DialogUser, IncomingRequest } from './core.ts';
import { losesPeer } from './loses-peer.ts';
import { sendReinvite } from './send-reinvite.ts';

/** `peerLost`: the peer answers no more, or does not know the call (RFC 3261 section 12.2.1.2). */
export type SessionEnd = 'bye' | 'localBye' | 'ackTimeout' | 'peerLost' | 'closed';

/** Answer to a re-INVITE: our SDP, or the status that refuses it. */
export type ReinviteAnswer = { readonly body: string } | { readonly reject: number };

const SDP = 'application/sdp';

/** A call that was answered, on either side (RFC 3261 sections 13 to 15). */
export class InviteSession implements DialogUser {
  readonly dialog: Dialog;
  /** SDP that came with the INVITE (for a callee) or with the 2xx (for a caller). */
  readonly initialRemoteBody: Buffer;
  /** Event packages that the peer announced, lower case. */
  readonly allowEvents: readonly string[];
  readonly #core: Core;
  readonly #isCaller: boolean;
  #state: 'confirmed' | 'ended' = 'confirmed';
  #answering: AnswerRetransmission | undefined;
  /** Number and bytes of the last ACK that we sent: sent again when the 2xx comes again. */
  #lastAck: { cseq: number; bytes: Buffer; flow: Flow } | undefined;
  /** Our re-INVITEs, one after the other. */
  #reinviting: Promise<unknown> = Promise.resolve();
  #reinvitePending = false;
  #byeHeaders: Readonly<Record<string, string>> | undefined;
  #byeWaits = false;
  readonly #retries = new Set<Timer>();
  #onReinvite: ((offer: Buffer | undefined) => ReinviteAnswer) | undefined;
  #onRequest: ((incoming: IncomingRequest) => void) | undefined;
  #onAckBody: ((body: Buffer) => void) | undefined;
  #onEnded: ((cause: SessionEnd) => void) | undefined;

  constructor(
    core: Core,
    dialog: Dialog,
    o: { isCaller: boolean; initialRemoteBody: Buffer; allowEvents: readonly string[] },
  ) {
    this.#core = core;
    this.dialog = dialog;
    this.#isCaller = o.isCaller;
    this.initialRemoteBody = o.initialRemoteBody;
    this.allowEvents = o.allowEvents;
    core.dialogs.set(dialog.key, this);
  }

  get id(): string {
    return this.dialog.key;
  }

  get callId(): string {
    return this.dialog.callId;
  }

  get state(): 'confirmed' | 'ended' {
    return this.#state;
  }

  /** Decides about the peer's re-INVITEs; without a handler they get 488. */
  onReinvite(handler: (offer: Buffer | undefined) => ReinviteAnswer): void {
    this.#onReinvite = handler;
  }

  /** Takes requests inside the dialog other than INVITE, BYE and OPTIONS; without a handler they get 405. */
  onRequest(handler: (incoming: IncomingRequest) => void): void {
    this.#onRequest = handler;
  }

  /** Takes the body of the ACK to our 2xx, when our 2xx carried the offer (section 13.2.2.4). */
  onAckBody(handler: (body: Buffer) => void): void {
    this.#onAckBody = handler;
  }

  /** Told exactly once. */
  onEnded(handler: (cause: SessionEnd) => void): void {
    this.#onEnded = handler;
  }

  /** One request inside the dialog. Never throws: 408 and 503 are made here. A lost peer ends the session. */
  async request(method: string, o: DialogRequest = {}): Promise<SipResponse> {
    const response = await this.#core.request(this.dialog, method, o);
    if (losesPeer(method, response.status)) this.#end('peerLost');
    return response;
  }

  /**
   * Offers a new session description. One at a time; a glare (491) is tried again after the pause of section 14.1.
   * Resolves with the final response, already acknowledged. A lost peer ends the session.
   */
  reinvite(body: string): Promise<SipResponse> {
    const attempt = this.#reinviting.then(() =>
      sendReinvite(this.#core, this.dialog, body, {
        isCaller: this.#isCaller,
        wanted: () => this.#state === 'confirmed',
        acknowledge: (response) => this.acknowledge(response),
        wait: (ms) => this.#wait(ms),
        pending: (unanswered) => {
          this.#reinvitePending = unanswered;
        },
      }),
    );
    this.#reinviting = attempt;
    return attempt.then((response) => {
      if (losesPeer('INVITE', response.status)) this.#end('peerLost');
      return response;
    });
  }

  /** Hangs up. A callee that has not seen the ACK yet sends its BYE after it (section 15). */
  bye(headers: Readonly<Record<string, string>> = {}): void {
    if (this.#state === 'ended') return;
    this.#byeHeaders = headers;
    this.#end('localBye');
  }

  /** Sends our 2xx until it is acknowledged. */
  answered(response: SipResponse, flow: Flow): void {
    this.#answering?.stop();
    this.#answering = new AnswerRetransmission(this.#core, flow, writeMessage(response), () => this.#noAck());
  }

  /** Acknowledges a 2xx to our INVITE; the same ACK goes again for a retransmission. */
  acknowledge(response: SipResponse): void {
    const cseq = response.head.cseq.number;
    if (this.#lastAck?.cseq !== cseq) {
      this.dialog.refreshTarget(response);
      const flow = dialogFlow(this.dialog, this.#core.transports);
      const ack = this.dialog.createRequest('ACK', this.#core.via(flow), { cseq });
      this.#lastAck = { cseq, bytes: writeMessage(ack), flow };
    }
    this.#lastAck.flow.send(this.#lastAck.bytes);
  }

  receive(incoming: IncomingRequest): void {
    const { request } = incoming;
    if (!this.dialog.takeCSeq(request)) {
      incoming.respond(500);
      return;
    }
    if (request.method === 'BYE') this.#receiveBye(incoming);
    else if (this.#state === 'ended') incoming.respond(481);
    else if (request.method === 'INVITE') this.#receiveReinvite(incoming);
    else if (request.method === 'OPTIONS') incoming.respond(200, undefined, { headers: { Allow: ALLOW } });
    else if (this.#onRequest === undefined) incoming.respond(405, undefined, { headers: { Allow: ALLOW } });
    else this.#onRequest(incoming);
  }

  receiveAck(ack: SipRequest): void {
    if (this.#answering?.waiting !== true) return;
    this.#answering.stop();
    if (this.#byeWaits) {
      this.#byeWaits = false;
      this.#sendBye();
    } else if (ack.body.length > 0) this.#onAckBody?.(ack.body);
  }

  /** Ends without a message: the endpoint closes. */
  close(): void {
    const was = this.#state;
    this.#state = 'ended';
    this.#drop();
    if (was === 'confirmed') this.#onEnded?.('closed');
  }

  #receiveBye(incoming: IncomingRequest): void {
    incoming.respond(200);
    const was = this.#state;
    this.#state = 'ended';
    this.#drop();
    if (was === 'confirmed') this.#onEnded?.('bye');
  }

  #receiveReinvite(incoming: IncomingRequest): void {
    if (this.#reinvitePending) {
      // Glare: our own re-INVITE is under way (section 14.2).
      incoming.respond(491);
      return;
    }
    if (this.#answering?.waiting === true) {
      incoming.respond(500, undefined, { headers: { 'Retry-After': '1' } });
      return;
    }
    const offer = incoming.request.body;
    const answer = this.#onReinvite?.(offer.length === 0 ? undefined : offer) ?? { reject: 488 };
    if ('reject' in answer) {
      incoming.respond(answer.reject);
      return;
    }
    this.dialog.refreshTarget(incoming.request);
    const headers = { Contact: this.#core.contact(incoming.flow), 'Content-Type': SDP };
    incoming.respond(200, undefined, { headers, body: answer.body });
    this.answered(createResponse(incoming.request, 200, { headers, body: answer.body }), incoming.flow);
  }

  /** Ends it from here; a lost peer gets its BYE too, for it may hear without being heard (section 12.2.1.2). */
  #end(cause: SessionEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    if (this.#answering?.waiting === true) this.#byeWaits = true;
    else this.#sendBye();
    this.#onEnded?.(cause);
  }

  #noAck(): void {
    const was = this.#state;
    this.#state = 'ended';
    this.#sendBye();
    if (was === 'confirmed') this.#onEnded?.('ackTimeout');
  }

  #sendBye(): void {
    this.#drop();
    void this.#core.request(this.dialog, 'BYE', { headers: this.#byeHeaders ?? {}, body: noBody });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#core.clock.after(ms, () => {
        this.#retries.delete(timer);
        resolve();
      });
      this.#retries.add(timer);
    });
  }

  #drop(): void {
    this.#answering?.stop();
    for (const timer of this.#retries) timer.cancel();
    this.#retries.clear();
    if (this.#core.dialogs.get(this.dialog.key) === this) this.#core.dialogs.delete(this.dialog.key);
  }
}
