import type { Timer } from '../clock.ts';
import type { Dialog, DialogRequest } from '../dialog/dialog.ts';
import { dialogFlow } from '../dialog/dialog-flow.ts';
import { createResponse, type HeaderFields } from '../message/create-response.ts';
import { noBody, type SipRequest, type SipResponse } from '../message/message.ts';
import { writeMessage } from '../message/write-message.ts';
import type { Flow } from '../transport/flow.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { AnswerRetransmission } from './answer-retransmission.ts';
import { ALLOW } from './capabilities.ts';
import type { Core, DialogUser, IncomingRequest } from './core.ts';
import { losesPeer } from './loses-peer.ts';
import { respondToUpdate } from './respond-to-update.ts';
import { sendReinvite } from './send-reinvite.ts';
import {
  type Agreed,
  agree,
  agreedFields,
  proposal,
  readMinSe,
  readSessionExpires,
  refuseBrief,
} from './session-expires.ts';
import { SessionTimer } from './session-timer.ts';

/**
 * `peerLost`: the peer answers no more, or does not know the call (RFC 3261 section 12.2.1.2); `expired`: nobody
 * refreshed the session (RFC 4028 section 10).
 */
export type SessionEnd = 'bye' | 'localBye' | 'ackTimeout' | 'peerLost' | 'expired' | 'closed';

/** Answer to a re-INVITE: our SDP, or the status that refuses it. */
export type ReinviteAnswer = { readonly body: string } | { readonly reject: number };

const SDP = 'application/sdp';
/** Between two tries to refresh a session. */
const REFRESH_PAUSE_MS = 3_000;

/** A call that was answered, on either side (RFC 3261 sections 13 to 15). */
export class InviteSession implements DialogUser {
  readonly dialog: Dialog;
  /** SDP that came with the INVITE (for a callee) or with the 2xx (for a caller). */
  readonly initialRemoteBody: Buffer;
  /** Event packages that the peer announced, lower case. */
  readonly allowEvents: readonly string[];
  readonly #peer: Abilities;
  readonly #timer: SessionTimer;
  /** Our last session description: offered again when a refresh needs one. */
  #localBody: string;
  /** The peer answered an UPDATE as if it did not know it, whatever it announced. */
  #updateRefused = false;
  /** Our 2xx waits for a PRACK, so no BYE may go yet. */
  #unsent: boolean;
  #takesPrack: ((prack: SipRequest) => boolean) | undefined;
  readonly #core: Core;
  readonly #isCaller: boolean;
  #state: 'confirmed' | 'ended' = 'confirmed';
  #answering: AnswerRetransmission | undefined;
  /** Number and bytes of the last ACK that we sent: sent again when the 2xx comes again. */
  #lastAck: { cseq: number; bytes: Buffer; flow: Flow } | undefined;
  /** Our re-INVITEs, one after the other. */
  #reinviting: Promise<unknown> = Promise.resolve();
  #reinvitePending = false;
  #byeHeaders: HeaderFields = {};
  #byeWaits = false;
  readonly #retries = new Set<Timer>();
  #onReinvite: ((offer: Buffer | undefined) => ReinviteAnswer) | undefined;
  #onRequest: ((incoming: IncomingRequest) => void) | undefined;
  #onAckBody: ((body: Buffer) => void) | undefined;
  #onEnded: ((cause: SessionEnd) => void) | undefined;

  constructor(
    core: Core,
    dialog: Dialog,
    o: { isCaller: boolean; initialRemoteBody: Buffer; localBody: string; peer: Abilities },
  ) {
    this.#core = core;
    this.dialog = dialog;
    this.#isCaller = o.isCaller;
    this.initialRemoteBody = o.initialRemoteBody;
    this.#localBody = o.localBody;
    this.#unsent = !o.isCaller;
    this.#peer = o.peer;
    this.allowEvents = o.peer.events;
    this.#timer = new SessionTimer(core.clock, {
      refresh: () => void this.#refresh(),
      expired: () => this.#end('expired'),
    });
    core.dialogs.set(dialog.key, this);
  }

  /** Does the peer say that it takes this method? */
  allows(method: string): boolean {
    return this.#peer.methods.has(method) && !(method === 'UPDATE' && this.#updateRefused);
  }

  /** What was agreed when the session began, or anew since (RFC 4028). */
  expires(agreed: Agreed): void {
    if (this.#state === 'confirmed') this.#timer.start(agreed);
  }

  /** For the INVITE that it came from: a PRACK may still come after the 2xx (RFC 3262 section 3). */
  takesPrack(handler: (prack: SipRequest) => boolean): void {
    this.#takesPrack = handler;
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
   * Offers a new session description. One at a time; a glare (491) is tried again after the pause of section 14.1, with
   * what `body` gives then when it is a function. Resolves with the final response, already acknowledged. A lost peer
   * ends the session.
   */
  reinvite(body: string | (() => string), headers: HeaderFields = []): Promise<SipResponse> {
    const describe = () => {
      this.#localBody = typeof body === 'string' ? body : body();
      return this.#localBody;
    };
    // At once, for what is told while this one waits for its turn must not offer the one before.
    describe();
    const attempt = this.#reinviting.then(() => {
      return sendReinvite(this.#core, this.dialog, describe, {
        headers: [...this.#timerFields(), ...(Array.isArray(headers) ? headers : Object.entries(headers))],
        isCaller: this.#isCaller,
        wanted: () => this.#state === 'confirmed',
        acknowledge: (response) => this.acknowledge(response),
        wait: (ms) => this.#wait(ms),
        pending: (unanswered) => {
          this.#reinvitePending = unanswered;
        },
      });
    });
    this.#reinviting = attempt;
    return attempt.then((response) => {
      if (losesPeer('INVITE', response.status)) this.#end('peerLost');
      if (response.status >= 200 && response.status < 300) this.#refreshed(response);
      return response;
    });
  }

  /**
   * Tells the peer something by headers alone: by UPDATE, or by a re-INVITE with the last description when the peer
   * says that it takes no UPDATE. Undefined: it has not said what it takes.
   */
  async tell(headers: Readonly<Record<string, string>>): Promise<SipResponse | undefined> {
    const fields = [...this.#timerFields(), ...Object.entries(headers)];
    if (this.#state === 'ended' || this.#peer.methods.size === 0) return undefined;
    return this.allows('UPDATE')
      ? await this.request('UPDATE', { headers: fields })
      : await this.reinvite(() => this.#localBody, headers);
  }

  /** Hangs up. A callee that has not seen the ACK yet sends its BYE after it (section 15). */
  bye(headers: HeaderFields = {}): void {
    if (this.#state === 'ended') return;
    this.#byeHeaders = headers;
    this.#end('localBye');
  }

  /** Sends our 2xx until it is acknowledged. */
  answered(response: SipResponse, flow: Flow): void {
    this.#unsent = false;
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
    this.dialog.follow(incoming.flow);
    if (request.method === 'BYE') this.#receiveBye(incoming);
    else if (this.#state === 'ended') incoming.respond(481);
    else if (request.method === 'INVITE') this.#receiveReinvite(incoming);
    else if (request.method === 'UPDATE') this.#receiveUpdate(incoming);
    else if (request.method === 'PRACK') incoming.respond(this.#takesPrack?.(request) === true ? 200 : 481);
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
    if (this.#refusesBrief(incoming)) return;
    const offer = incoming.request.body;
    const answer = this.#onReinvite?.(offer.length === 0 ? undefined : offer) ?? { reject: 488 };
    if ('reject' in answer) {
      incoming.respond(answer.reject);
      return;
    }
    this.dialog.refreshTarget(incoming.request);
    this.#localBody = answer.body;
    const headers = [
      ['Contact', this.#core.contact(incoming.flow)],
      ['Content-Type', SDP],
      ...this.#renew(incoming.request),
    ] as const;
    incoming.respond(200, undefined, { headers, body: answer.body });
    this.answered(createResponse(incoming.request, 200, { headers, body: answer.body }), incoming.flow);
  }

  /** RFC 3311 section 5.2: a re-INVITE that is answered at once and without an ACK. */
  #receiveUpdate(incoming: IncomingRequest): void {
    const offer = incoming.request.body;
    if (offer.length > 0 && this.#reinvitePending) {
      incoming.respond(491);
      return;
    }
    if (offer.length > 0 && this.#answering?.waiting === true) {
      incoming.respond(500, undefined, { headers: { 'Retry-After': '1' } });
      return;
    }
    if (this.#refusesBrief(incoming)) return;
    const answer = offer.length === 0 ? undefined : (this.#onReinvite?.(offer) ?? { reject: 488 });
    if (answer !== undefined && 'reject' in answer) {
      incoming.respond(answer.reject);
      return;
    }
    this.dialog.refreshTarget(incoming.request);
    this.#localBody = answer?.body ?? this.#localBody;
    respondToUpdate(this.#core, incoming, answer?.body, this.#renew(incoming.request));
  }

  #refusesBrief(incoming: IncomingRequest): boolean {
    const headers = refuseBrief(incoming.request, this.#core.sessionTimer);
    if (headers !== undefined) incoming.respond(422, undefined, { headers });
    return headers !== undefined;
  }

  /** The peer refreshes the session: its life begins anew; gives what our 2xx says of that (RFC 4028 section 9). */
  #renew(request: SipRequest): readonly (readonly [string, string])[] {
    const { agreed } = this.#timer;
    const knows = abilitiesOf(request).extensions.has('timer');
    const ours = agreed === undefined ? this.#core.sessionTimer : { intervalSeconds: agreed.seconds, minSeconds: 0 };
    const expires = agree(request.headers, knows, ours, agreed?.weRefresh === true ? 'uas' : 'uac');
    if (expires === undefined) return [];
    this.#timer.start({ seconds: expires.seconds, weRefresh: expires.refresher === 'uas' });
    return agreedFields(expires);
  }

  /** Every re-INVITE and UPDATE of ours is a refresh (RFC 4028 section 7.4). */
  #timerFields(): readonly (readonly [string, string])[] {
    const { agreed } = this.#timer;
    if (agreed === undefined) return [];
    const minSeconds = Math.min(this.#core.sessionTimer?.minSeconds ?? agreed.seconds, agreed.seconds);
    return [
      ['Supported', 'timer'],
      ...proposal({ intervalSeconds: agreed.seconds, minSeconds }, agreed.weRefresh ? 'uac' : 'uas'),
    ];
  }

  #refreshed(response: SipResponse): void {
    const { agreed } = this.#timer;
    if (this.#state === 'ended') return;
    const expires = readSessionExpires(response.headers);
    if (expires !== undefined) this.#timer.start({ ...expires, weRefresh: expires.refresher !== 'uas' });
    // The peer keeps no time any more; then we do (RFC 4028 section 7.2).
    else if (agreed !== undefined) this.#timer.start({ ...agreed, weRefresh: true });
  }

  async #refresh(): Promise<void> {
    const byUpdate = this.allows('UPDATE');
    const response = byUpdate
      ? await this.request('UPDATE', { headers: this.#timerFields() })
      : await this.reinvite(() => this.#localBody);
    const { status } = response;
    if (this.#state === 'ended') return;
    if (status < 300) {
      if (byUpdate) this.#refreshed(response);
      return;
    }
    if (byUpdate && (status === 405 || status === 501)) this.#updateRefused = true;
    const least = readMinSe(response.headers);
    if (status === 422 && least !== undefined) this.#timer.lengthen(least);
    // Until the session expires (RFC 4028 section 10).
    await this.#wait(REFRESH_PAUSE_MS);
    if (this.#state === 'confirmed') await this.#refresh();
  }

  /** Ends it from here; a lost peer gets its BYE too, for it may hear without being heard (section 12.2.1.2). */
  #end(cause: SessionEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#timer.stop();
    if (this.#unsent || this.#answering?.waiting === true) this.#byeWaits = true;
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
    void this.#core.request(this.dialog, 'BYE', { headers: this.#byeHeaders, body: noBody });
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
    this.#timer.stop();
    this.#answering?.stop();
    for (const timer of this.#retries) timer.cancel();
    this.#retries.clear();
    if (this.#core.dialogs.get(this.dialog.key) === this) this.#core.dialogs.delete(this.dialog.key);
  }
}
