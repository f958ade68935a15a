import type { Timer } from '../clock.ts';
import { Dialog } from '../dialog/dialog.ts';
import { answerChallenge, type Credentials } from '../digest/digest-client.ts';
import { addFields, type HeaderFields } from '../message/create-response.ts';
import { SipHeaders } from '../message/headers.ts';
import { noBody, type SipRequest, type SipResponse, toTag } from '../message/message.ts';
import { formatVia } from '../message/via.ts';
import type { InviteClientTransaction } from '../transaction/invite-client.ts';
import { sixtyFourT1 } from '../transaction/timers.ts';
import type { Flow } from '../transport/flow.ts';
import { abilitiesOf } from './abilities.ts';
import type { Core } from './core.ts';
import { EarlyDialog } from './early-dialog.ts';
import { InviteSession } from './invite-session.ts';
import { readMinSe, readSessionExpires } from './session-expires.ts';

const LENGTHENINGS = 2;

/** An INVITE that we sent and that waits for its answer (RFC 3261 section 13.2). */
export class OutgoingInvite {
  readonly #core: Core;
  readonly #flow: Flow;
  readonly #credentials: Credentials | undefined;
  #request: SipRequest;
  #transaction: InviteClientTransaction | undefined;
  readonly #early = new Map<string, EarlyDialog>();
  readonly #sessions = new Map<string, InviteSession>();
  #state: 'waiting' | 'answered' | 'failed' = 'waiting';
  #authenticated = false;
  /** How often the session was too short for the peer. */
  #lengthened = 0;
  #cancelWanted = false;
  #cancelSent = false;
  #cancelHeaders: HeaderFields = {};
  #cancelTimer: Timer | undefined;
  #onProvisional: ((response: SipResponse, early: EarlyDialog | undefined) => void) | undefined;
  #onAnswered: ((session: InviteSession, response: SipResponse) => void) | undefined;
  #onFailed: ((status: number, reason: string, response: SipResponse | undefined) => void) | undefined;

  constructor(core: Core, request: SipRequest, flow: Flow, credentials: Credentials | undefined) {
    this.#core = core;
    this.#request = request;
    this.#flow = flow;
    this.#credentials = credentials;
  }

  get callId(): string {
    return this.#request.head.callId;
  }

  /** Has anything come back yet, were it only a 100? */
  get heard(): boolean {
    return this.#transaction !== undefined && this.#transaction.state !== 'calling';
  }

  get state(): 'waiting' | 'answered' | 'failed' {
    return this.#state;
  }

  /** Told for each provisional response but 100; `early` when it opened a dialog. */
  onProvisional(handler: (response: SipResponse, early: EarlyDialog | undefined) => void): void {
    this.#onProvisional = handler;
  }

  /** Told for the 2xx, and again for each further device that answered when the INVITE was forked on its way. */
  onAnswered(handler: (session: InviteSession, response: SipResponse) => void): void {
    this.#onAnswered = handler;
  }

  /** Told exactly once when there is no answer: 487 after cancel, 408 for silence, 503 when it cannot be sent. */
  onFailed(handler: (status: number, reason: string, response: SipResponse | undefined) => void): void {
    this.#onFailed = handler;
  }

  /** Called by the endpoint, after the caller has set the handlers. */
  start(): void {
    if (this.#state !== 'waiting') return;
    this.#transaction = this.#core.transactions.startInviteClient(this.#request, this.#flow, {
      onResponse: (response) => this.#receive(response),
      onTimeout: () => this.#fail(408, 'Request Timeout'),
      onTransportError: () => this.#fail(503, 'Transport Error'),
    });
  }

  /** Gives up. The CANCEL waits for a first response, as section 9.1 demands; `headers` go with it. */
  cancel(headers: HeaderFields = {}): void {
    if (this.#state !== 'waiting' || this.#cancelWanted) return;
    this.#cancelWanted = true;
    this.#cancelHeaders = headers;
    if (this.#transaction === undefined) this.#fail(487, 'Request Terminated');
    else if (this.#transaction.state === 'proceeding') this.#sendCancel();
  }

  #receive(response: SipResponse): void {
    if (response.status < 200) this.#provisional(response);
    else if (response.status < 300) this.#accepted(response);
    else if (!this.#authenticate(response) && !this.#lengthen(response))
      this.#fail(response.status, response.reason, response);
  }

  #provisional(response: SipResponse): void {
    if (this.#cancelWanted) {
      this.#sendCancel();
      return;
    }
    if (response.status === 100 || this.#state !== 'waiting') return;
    const early = this.#earlyOf(response);
    if (early?.admits(response) === false) return;
    early?.learn(response);
    this.#onProvisional?.(response, early);
  }

  #accepted(response: SipResponse): void {
    const tag = toTag(response);
    const known = this.#sessions.get(tag);
    if (known !== undefined) {
      known.acknowledge(response);
      return;
    }
    const early = this.#early.get(tag);
    const dialog = early?.dialog ?? Dialog.ofClient(this.#request, response, this.#flow);
    const peer = abilitiesOf(response);
    const session = new InviteSession(this.#core, dialog, {
      isCaller: true,
      initialRemoteBody: response.body,
      localBody: this.#request.body.toString(),
      peer: { ...peer, events: peer.events.length > 0 ? peer.events : (early?.allowEvents ?? []) },
    });
    this.#sessions.set(tag, session);
    session.acknowledge(response);
    const expires = readSessionExpires(response.headers);
    if (expires !== undefined) session.expires({ ...expires, weRefresh: expires.refresher !== 'uas' });
    // The 200 crossed our CANCEL, or came after a failure was reported: nobody wants it any more.
    if (this.#cancelWanted || this.#state === 'failed') {
      session.bye(this.#cancelHeaders);
      this.#fail(487, 'Request Terminated');
      return;
    }
    this.#state = 'answered';
    this.#endEarly();
    this.#onAnswered?.(session, response);
  }

  #authenticate(response: SipResponse): boolean {
    if (this.#credentials === undefined || this.#authenticated || this.#cancelWanted) return false;
    if (response.status !== 401 && response.status !== 407) return false;
    const { method, uri } = this.#request;
    const answer = answerChallenge(response, { method, uri }, this.#credentials, this.#core.random);
    if (answer === undefined) return false;
    this.#authenticated = true;
    this.#again((headers) => headers.set(answer.name, answer.value));
    return true;
  }

  /** The peer wants sessions to live longer (RFC 4028 section 7.3). */
  #lengthen(response: SipResponse): boolean {
    const least = readMinSe(response.headers);
    if (response.status !== 422 || least === undefined || this.#lengthened === LENGTHENINGS) return false;
    if (this.#cancelWanted) return false;
    this.#lengthened += 1;
    // A server may take a nonce only once.
    this.#authenticated = false;
    this.#again((headers) => {
      const asked = readSessionExpires(headers)?.seconds ?? 0;
      headers.set('Session-Expires', String(Math.max(asked, least)));
      headers.set('Min-SE', String(least));
      for (const name of ['Authorization', 'Proxy-Authorization']) headers.delete(name);
    });
    return true;
  }

  /** The same call once more (RFC 3261 section 8.1.3.5): a new transaction, the next CSeq. */
  #again(change: (headers: SipHeaders) => void): void {
    const headers = this.#request.headers.clone();
    const via = this.#core.via(this.#flow);
    const cseq = { number: this.#request.head.cseq.number + 1, method: this.#request.method };
    headers.set('Via', formatVia(via));
    headers.set('CSeq', `${cseq.number} ${cseq.method}`);
    change(headers);
    this.#request = { ...this.#request, headers, head: { ...this.#request.head, via, cseq } };
    this.start();
  }

  #earlyOf(response: SipResponse): EarlyDialog | undefined {
    const tag = toTag(response);
    if (tag === '') return undefined;
    const known = this.#early.get(tag);
    if (known !== undefined) return known;
    const early = new EarlyDialog(this.#core, Dialog.ofClient(this.#request, response, this.#flow));
    this.#early.set(tag, early);
    return early;
  }

  #sendCancel(): void {
    if (this.#cancelSent) return;
    this.#cancelSent = true;
    void this.#core.send(cancelOf(this.#request, this.#cancelHeaders), this.#flow);
    // A peer that answers the CANCEL and never the INVITE (section 9.1): closing it reports the failure.
    this.#cancelTimer = this.#core.clock.after(sixtyFourT1(this.#core.timers), () => {
      this.#transaction?.close();
    });
  }

  #fail(status: number, reason: string, response?: SipResponse): void {
    this.#cancelTimer?.cancel();
    if (this.#state !== 'waiting') return;
    this.#state = 'failed';
    this.#endEarly();
    if (this.#cancelWanted) this.#onFailed?.(487, 'Request Terminated', response);
    else this.#onFailed?.(status, reason, response);
  }

  #endEarly(): void {
    for (const early of this.#early.values()) early.end();
  }
}

/** CANCEL repeats the INVITE's branch, target and CSeq number (section 9.1). */
function cancelOf(invite: SipRequest, fields: HeaderFields): SipRequest {
  const headers = new SipHeaders();
  headers.add('Via', invite.headers.get('via') ?? '');
  for (const route of invite.headers.all('route')) headers.add('Route', route);
  for (const name of ['From', 'To', 'Call-ID']) headers.add(name, invite.headers.get(name) ?? '');
  headers.add('CSeq', `${invite.head.cseq.number} CANCEL`);
  headers.add('Max-Forwards', '70');
  addFields(headers, fields);
  const head = { ...invite.head, cseq: { number: invite.head.cseq.number, method: 'CANCEL' } };
  return { kind: 'request', method: 'CANCEL', uri: invite.uri, headers, body: noBody, head };
}
