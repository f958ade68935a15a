import type { SipRequest } from '../../src/index.ts';

export interface RequestText {
  readonly method: string;
  /** Port in Via and Contact: where the answers go. */
  readonly port: number;
  readonly uri?: string;
  readonly branch?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly fromTag?: string;
  readonly toTag?: string;
  /** Further header lines. */
  readonly headers?: readonly string[];
  readonly via?: string;
  readonly contact?: string;
  readonly transport?: 'UDP' | 'TCP' | 'TLS' | 'WS';
  readonly body?: string;
}

/** A request as a stranger would write it, independent of the library. */
export function requestText(o: RequestText): string {
  const body = o.body ?? '';
  const via = o.via ?? `SIP/2.0/${o.transport ?? 'UDP'} 127.0.0.1:${o.port};branch=z9hG4bK${o.branch ?? 'one'}`;
  return [
    `${o.method} ${o.uri ?? 'sip:bob@example.com'} SIP/2.0`,
    `Via: ${via}`,
    'Max-Forwards: 70',
    `From: <sip:alice@example.com>;tag=${o.fromTag ?? 'alice'}`,
    `To: <sip:bob@example.com>${o.toTag === undefined ? '' : `;tag=${o.toTag}`}`,
    `Call-ID: ${o.callId ?? 'call-one'}`,
    `CSeq: ${o.cseq ?? 1} ${o.method}`,
    `Contact: ${o.contact ?? `<sip:alice@127.0.0.1:${o.port}>`}`,
    ...(o.headers ?? []),
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

export interface ResponseText {
  readonly toTag?: string;
  readonly contact?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** The response of a stranger to a request of ours. */
export function responseText(request: SipRequest, status: number, o: ResponseText = {}): string {
  const body = o.body ?? '';
  const to = request.headers.get('to') ?? '';
  return [
    `SIP/2.0 ${status} Whatever`,
    ...request.headers.all('via').map((via) => `Via: ${via}`),
    `From: ${request.headers.get('from')}`,
    `To: ${to}${o.toTag === undefined || to.includes(';tag=') ? '' : `;tag=${o.toTag}`}`,
    `Call-ID: ${request.head.callId}`,
    `CSeq: ${request.headers.get('cseq')}`,
    ...(o.contact === undefined ? [] : [`Contact: ${o.contact}`]),
    ...(o.headers ?? []),
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
