import { addFields, type HeaderFields, toBody } from '../message/create-response.ts';
import { SipHeaders } from '../message/headers.ts';
import { fromTag, type SipRequest, type SipResponse, toTag } from '../message/message.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from '../message/name-addr.ts';
import { parseUri } from '../message/uri.ts';
import { formatVia, type Via } from '../message/via.ts';
import type { Flow } from '../transport/flow.ts';

export interface DialogRequest {
  readonly headers?: HeaderFields;
  readonly body?: Buffer | string;
  readonly contentType?: string;
}

interface DialogState {
  readonly callId: string;
  readonly local: NameAddr;
  readonly remote: NameAddr;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly routeSet: readonly string[];
  readonly localCSeq: number;
  readonly remoteCSeq: number | undefined;
  readonly remoteTarget: string;
  readonly flow: Flow;
}

/** A dialog (RFC 3261 section 12): who, in which order, by which way. */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly routeSet: readonly string[];
  #flow: Flow;
  remoteTarget: string;
  readonly #local: NameAddr;
  readonly #remote: NameAddr;
  #localCSeq: number;
  #remoteCSeq: number | undefined;

  private constructor(state: DialogState) {
    this.callId = state.callId;
    this.localTag = state.localTag;
    this.remoteTag = state.remoteTag;
    this.routeSet = state.routeSet;
    this.#flow = state.flow;
    this.remoteTarget = state.remoteTarget;
    this.#local = state.local;
    this.#remote = state.remote;
    this.#localCSeq = state.localCSeq;
    this.#remoteCSeq = state.remoteCSeq;
  }

  /** The callee's side (section 12.1.1). */
  static ofServer(invite: SipRequest, localTag: string, flow: Flow): Dialog {
    return new Dialog({
      callId: invite.head.callId,
      local: withTag(invite.head.to, localTag),
      remote: invite.head.from,
      localTag,
      remoteTag: fromTag(invite),
      routeSet: invite.headers.all('record-route'),
      localCSeq: 0,
      remoteCSeq: invite.head.cseq.number,
      remoteTarget: contactOf(invite) ?? invite.head.from.uri,
      flow,
    });
  }

  /** The caller's side, from the first response with this To tag (section 12.1.2). */
  static ofClient(invite: SipRequest, response: SipResponse, flow: Flow): Dialog {
    return new Dialog({
      callId: invite.head.callId,
      local: invite.head.from,
      remote: response.head.to,
      localTag: fromTag(invite),
      remoteTag: toTag(response),
      routeSet: response.headers.all('record-route').reverse(),
      localCSeq: invite.head.cseq.number,
      remoteCSeq: undefined,
      remoteTarget: contactOf(response) ?? invite.uri,
      flow,
    });
  }

  /** The way by which the dialog was made, or by which its peer came back. */
  get flow(): Flow {
    return this.#flow;
  }

  get key(): string {
    return dialogKey(this.callId, this.localTag, this.remoteTag);
  }

  /** Takes the CSeq of a request inside the dialog; false when it is out of order (section 12.2.2). */
  takeCSeq(request: SipRequest): boolean {
    const { number } = request.head.cseq;
    if (this.#remoteCSeq !== undefined && number <= this.#remoteCSeq) return false;
    this.#remoteCSeq = number;
    return true;
  }

  /**
   * Follows a peer that comes by another connection, as a browser does in another network: when the old one is closed,
   * or when the new one is proven to be the same user's.
   */
  follow(flow: Flow): void {
    const old = this.#flow;
    if (flow === old || !flow.reliable || !old.reliable) return;
    const same = [...(old.identity ?? [])].some((user) => flow.identity?.has(user) === true);
    if (same || (!old.open && old.identity === undefined)) this.#flow = flow;
  }

  /** Follows the Contact of a target refresh (section 12.2). */
  refreshTarget(message: SipRequest | SipResponse): void {
    this.remoteTarget = contactOf(message) ?? this.remoteTarget;
  }

  /** A request inside the dialog (section 12.2.1.1). ACK and CANCEL keep the number of their INVITE. */
  createRequest(method: string, via: Via, o: DialogRequest & { cseq?: number; contact?: string }): SipRequest {
    const number = o.cseq ?? this.#nextCSeq();
    const headers = new SipHeaders();
    const { uri, routes } = this.#route();
    headers.add('Via', formatVia(via));
    for (const route of routes) headers.add('Route', route);
    headers.add('From', formatNameAddr(this.#local));
    headers.add('To', formatNameAddr(this.#remote));
    headers.add('Call-ID', this.callId);
    headers.add('CSeq', `${number} ${method}`);
    headers.add('Max-Forwards', '70');
    if (o.contact !== undefined) headers.add('Contact', o.contact);
    addFields(headers, o.headers);
    const body = toBody(o.body);
    if (body.length > 0) headers.set('Content-Type', o.contentType ?? 'application/sdp');
    const head = { via, from: this.#local, to: this.#remote, callId: this.callId, cseq: { number, method } };
    return { kind: 'request', method, uri, headers, body, head };
  }

  #nextCSeq(): number {
    this.#localCSeq += 1;
    return this.#localCSeq;
  }

  /** Request-URI and Route: loose routing, or strict for a first hop without `lr` (section 12.2.1.1). */
  #route(): { uri: string; routes: readonly string[] } {
    const first = this.routeSet[0];
    const firstUri = first === undefined ? undefined : parseNameAddr(first)?.uri;
    if (firstUri === undefined) return { uri: this.remoteTarget, routes: [] };
    if (parseUri(firstUri)?.params.has('lr') === true) return { uri: this.remoteTarget, routes: this.routeSet };
    return { uri: firstUri, routes: [...this.routeSet.slice(1), `<${this.remoteTarget}>`] };
  }
}

export function dialogKey(callId: string, localTag: string, remoteTag: string): string {
  return `${callId} ${localTag} ${remoteTag}`;
}

function contactOf(message: SipRequest | SipResponse): string | undefined {
  const value = message.headers.all('contact')[0];
  return value === undefined ? undefined : parseNameAddr(value)?.uri;
}

function withTag(address: NameAddr, tag: string): NameAddr {
  return { ...address, params: new Map([...address.params, ['tag', tag]]) };
}
