import type { SipRequest } from '../message/message.ts';
import { parseUri } from '../message/uri.ts';
import { ALLOW } from '../session/capabilities.ts';
import type { FlowRights } from '../transport/flow.ts';

/** Why a request is refused before anybody sees it. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Methods that the library knows; others get 501 (RFC 3261 section 21.5.2). */
const methods: ReadonlySet<string> = new Set([
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'INFO',
  'NOTIFY',
  'SUBSCRIBE',
  'MESSAGE',
  'REFER',
  'UPDATE',
  'PRACK',
  'PUBLISH',
]);

/** Methods that begin something beside the call, within it or without one. */
const starting: ReadonlySet<string> = new Set(['REGISTER', 'SUBSCRIBE', 'REFER', 'MESSAGE', 'PUBLISH', 'NOTIFY']);

/** The checks of RFC 3261 section 8.2, in its order, for a request outside a transaction. */
export function admit(request: SipRequest, extensions: readonly string[] = []): Refusal | undefined {
  if (!methods.has(request.method)) return { status: 501, headers: { Allow: ALLOW } };
  const scheme = parseUri(request.uri)?.scheme;
  if (scheme !== 'sip' && scheme !== 'sips' && scheme !== 'tel') return { status: 416 };
  // A back-to-back user agent would carry a loop on, so the hop count stops here (section 16.3 step 3).
  if (request.method === 'INVITE' && Number(request.headers.get('max-forwards') ?? 70) === 0) return { status: 483 };
  return checkRequired(request, extensions) ?? (request.method === 'INVITE' ? checkContent(request) : undefined);
}

/** A connection that may only call one user does nothing but that: it takes no call over, nor sends its own elsewhere. */
export function checkRights({ method, uri, headers, head }: SipRequest, { only }: FlowRights): Refusal | undefined {
  if (only === undefined) return undefined;
  const inDialog = head.to.params.has('tag');
  const callee = parseUri(uri);
  const allowed =
    inDialog || method !== 'INVITE'
      ? !starting.has(method)
      : callee?.scheme !== 'tel' && callee?.user === only && !headers.has('replaces');
  return allowed ? undefined : { status: 403 };
}

/** Section 8.2.2.3: extensions that the peer insists on. */
export function checkRequired(request: SipRequest, extensions: readonly string[]): Refusal | undefined {
  const required = request.method === 'CANCEL' ? [] : request.headers.all('require');
  const unsupported = required.filter((extension) => !extensions.includes(extension.toLowerCase()));
  return unsupported.length === 0 ? undefined : { status: 420, headers: { Unsupported: unsupported.join(', ') } };
}

/** Section 8.2.3: content that cannot be understood. */
function checkContent(request: SipRequest): Refusal | undefined {
  if (request.body.length === 0) return undefined;
  const encoding = request.headers.get('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return { status: 415, headers: { 'Accept-Encoding': 'identity' } };
  }
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/sdp' ? undefined : { status: 415, headers: { Accept: 'application/sdp' } };
}
