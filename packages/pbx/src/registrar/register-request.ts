import { parseNameAddr, type SipRequest } from '@cordboard/sip';
import { type Outbound, outboundOf } from './outbound.ts';
import { keepsConnections, pathOf } from './path.ts';

export interface ContactRequest {
  readonly contact: string;
  /** 0 removes the contact. */
  readonly expiresSeconds: number;
  readonly outbound?: Outbound;
}

export type RegisterRequest =
  | { readonly kind: 'query' }
  | { readonly kind: 'removeAll' }
  | { readonly kind: 'contacts'; readonly contacts: readonly ContactRequest[]; readonly path: readonly string[] }
  | { readonly kind: 'bad'; readonly status: 400 | 423; readonly reason: string };

export interface ExpiryBounds {
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly defaultSeconds: number;
}

/** Reads what a REGISTER asks for (RFC 3261 section 10.3 steps 6 and 7). */
export function readRegister(request: SipRequest, bounds: ExpiryBounds): RegisterRequest {
  const written = request.headers.all('contact');
  const expires = seconds(request.headers.get('expires'));
  if (written.length === 0) return { kind: 'query' };
  if (written.some((contact) => contact.trim() === '*')) {
    if (written.length === 1 && expires === 0) return { kind: 'removeAll' };
    return { kind: 'bad', status: 400, reason: 'Contact: * needs Expires: 0 and no other contact' };
  }
  const path = pathOf(request);
  if (path === undefined) return { kind: 'bad', status: 400, reason: 'Malformed Path: it needs SIP addresses with lr' };
  const contacts: ContactRequest[] = [];
  for (const value of written) {
    const parsed = parseNameAddr(value);
    if (parsed === undefined) return { kind: 'bad', status: 400, reason: 'Malformed Contact' };
    const asked = seconds(parsed.params.get('expires')) ?? expires ?? bounds.defaultSeconds;
    if (asked > 0 && asked < bounds.minSeconds) return { kind: 'bad', status: 423, reason: 'Interval Too Brief' };
    const outbound = proxyForgets(request, path) ? undefined : outboundOf(request, parsed);
    const expiresSeconds = Math.min(asked, bounds.maxSeconds);
    contacts.push({ contact: parsed.uri, expiresSeconds, ...(outbound === undefined ? {} : { outbound }) });
  }
  return { kind: 'contacts', contacts, path };
}

/** RFC 5626 section 6 would have us answer 439; without its instance the phone is registered as any other is. */
function proxyForgets(request: SipRequest, path: readonly string[]): boolean {
  return request.headers.all('via').length > 1 && !keepsConnections(path);
}

/** Malformed expiry counts as none given (RFC 3261 section 20.19). */
function seconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,10}$/.test(value.trim()) ? Number(value) : undefined;
}
