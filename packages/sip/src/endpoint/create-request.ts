import { addFields, type HeaderFields, toBody } from '../message/create-response.ts';
import { SipHeaders } from '../message/headers.ts';
import type { SipRequest } from '../message/message.ts';
import { formatNameAddr, type NameAddr } from '../message/name-addr.ts';
import { formatVia } from '../message/via.ts';
import { capabilities } from '../session/capabilities.ts';
import type { Core } from '../session/core.ts';
import { proposal } from '../session/session-expires.ts';
import type { Flow } from '../transport/flow.ts';

/** Who is meant by From or To. */
export interface Address {
  readonly uri: string;
  readonly displayName?: string;
}

export interface OutgoingRequest {
  /** Request-URI. */
  readonly uri: string;
  readonly from: Address;
  /** Default: the Request-URI. */
  readonly to?: Address;
  readonly headers?: HeaderFields;
  readonly body?: Buffer | string;
  readonly contentType?: string;
  readonly callId?: string;
  readonly cseq?: number;
  /** Hops that it may take: fewer than 70 for a call that has come a way already (RFC 7332). */
  readonly maxForwards?: number;
}

/** A request outside a dialog (RFC 3261 section 8.1.1). A Contact among the headers replaces ours. */
export function createRequest(core: Core, flow: Flow, o: OutgoingRequest & { method: string }): SipRequest {
  const via = core.via(flow);
  const from: NameAddr = { ...o.from, params: new Map([['tag', core.random.token()]]) };
  const to: NameAddr = { ...(o.to ?? { uri: o.uri }), params: new Map() };
  const callId = o.callId ?? core.random.token();
  const cseq = { number: o.cseq ?? 1, method: o.method };
  const headers = new SipHeaders();
  headers.add('Via', formatVia(via));
  headers.add('From', formatNameAddr(from));
  headers.add('To', formatNameAddr(to));
  headers.add('Call-ID', callId);
  headers.add('CSeq', `${cseq.number} ${cseq.method}`);
  headers.add('Max-Forwards', String(o.maxForwards ?? 70));
  if (o.method === 'INVITE') {
    addFields(headers, capabilities(core));
    if (core.sessionTimer !== undefined) addFields(headers, proposal(core.sessionTimer));
  }
  addFields(headers, o.headers);
  if (!headers.has('contact')) headers.add('Contact', core.contact(flow));
  headers.add('User-Agent', core.userAgent);
  const body = toBody(o.body);
  if (body.length > 0) headers.set('Content-Type', o.contentType ?? 'application/sdp');
  return { kind: 'request', method: o.method, uri: o.uri, headers, body, head: { via, from, to, callId, cseq } };
}
