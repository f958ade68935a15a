import { parseNameAddr, parseReplaces, parseUri, type Replaces, type SipRequest, uriHeaders } from '@cordboard/sip';

/** What a phone asks for by REFER (RFC 3515). */
export interface ReferRequest {
  /** Number that is to be called. */
  readonly destination: string;
  /** The phone's own call with that party, for an attended transfer (RFC 5589 section 7). */
  readonly replaces: Replaces | undefined;
  /** It wants no NOTIFY (RFC 4488). */
  readonly silent: boolean;
  /** As written (RFC 3892). */
  readonly referredBy: string | undefined;
}

/** Reads a REFER; a number is the status that refuses it. */
export function readRefer({ headers }: SipRequest): ReferRequest | number {
  // RFC 3515 section 2.4.2: exactly one.
  const [written, ...more] = headers.all('refer-to');
  const target = written === undefined ? undefined : parseNameAddr(written);
  if (target === undefined || more.length > 0) return 400;
  const uri = parseUri(target.uri);
  if (uri?.scheme !== 'sip' && uri?.scheme !== 'sips' && uri?.scheme !== 'tel') return 416;
  if ((uri.params.get('method') ?? 'INVITE').toUpperCase() !== 'INVITE' || uri.user === undefined) return 603;
  const named = uriHeaders(target.uri).get('replaces');
  const replaces = named === undefined ? undefined : parseReplaces(named);
  if (named !== undefined && replaces === undefined) return 400;
  return {
    destination: uri.user,
    replaces,
    silent: headers.get('refer-sub')?.split(';')[0]?.trim().toLowerCase() === 'false',
    referredBy: headers.get('referred-by'),
  };
}
