import type { NameAddr, SipRequest } from '@cordboard/sip';

/** A phone and one of its ways to us: whoever registers with both again replaces what was there (RFC 5626 section 6). */
export interface Outbound {
  /** `+sip.instance`, the same through restarts of the phone. */
  readonly instance: string;
  readonly regId: number;
}

/** Undefined: the phone does not register by RFC 5626, or not rightly. */
export function outboundOf(request: SipRequest, contact: NameAddr): Outbound | undefined {
  const supported = request.headers.all('supported').some((option) => option.toLowerCase() === 'outbound');
  const instance = contact.params.get('+sip.instance');
  const regId = contact.params.get('reg-id');
  if (!supported || instance === undefined || instance.length > 200 || !/^[1-9]\d{0,8}$/.test(regId ?? '')) {
    return undefined;
  }
  return { instance, regId: Number(regId) };
}

export function isSameOutbound(one: Outbound | undefined, other: Outbound | undefined): boolean {
  return one !== undefined && one.instance === other?.instance && one.regId === other.regId;
}

/** The parameters of a Contact that say so. */
export function outboundParams(outbound: Outbound | undefined): string {
  return outbound === undefined ? '' : `;+sip.instance="${outbound.instance}";reg-id=${outbound.regId}`;
}
