import { SipHeaders } from './headers.ts';
import { noBody, type SipRequest, type SipResponse } from './message.ts';
import { reasonPhrase } from './reason-phrases.ts';

/** Additional header fields, in order. */
export type HeaderFields = Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[];

export interface ResponseOptions {
  readonly reason?: string;
  /** Tag of our side, added to To when the request has none. */
  readonly toTag?: string;
  readonly headers?: HeaderFields;
  readonly body?: Buffer | string;
}

/** A response with what it must echo: Via, From, To, Call-ID, CSeq, and Record-Route (RFC 3261 sections 8.2.6, 12.1.1). */
export function createResponse(request: SipRequest, status: number, o: ResponseOptions = {}): SipResponse {
  const headers = new SipHeaders();
  const tagged = o.toTag !== undefined && !request.head.to.params.has('tag') && status > 100;
  for (const [key, value] of request.headers.entries()) {
    if (key === 'via' || key === 'from' || key === 'call-id' || key === 'cseq') headers.add(key, value);
    else if (key === 'to') headers.add(key, tagged ? `${value};tag=${o.toTag}` : value);
    else if (key === 'record-route' && status > 100 && status < 300) headers.add(key, value);
  }
  addFields(headers, o.headers);
  const { to } = request.head;
  const head = tagged
    ? { ...request.head, to: { ...to, params: new Map([...to.params, ['tag', o.toTag as string]]) } }
    : request.head;
  return {
    kind: 'response',
    status,
    reason: o.reason ?? reasonPhrase(status),
    headers,
    body: toBody(o.body),
    head,
  };
}

export function addFields(headers: SipHeaders, fields: HeaderFields | undefined): void {
  if (fields === undefined) return;
  for (const [name, value] of Array.isArray(fields) ? fields : Object.entries(fields)) headers.add(name, value);
}

export function toBody(body: Buffer | string | undefined): Buffer {
  if (body === undefined || body.length === 0) return noBody;
  return typeof body === 'string' ? Buffer.from(body) : body;
}
