import type { SipResponse } from '../message/message.ts';
import { parseNameAddr } from '../message/name-addr.ts';
import { parseUri } from '../message/uri.ts';

const MOST_SECONDS = 86_400;

/** Seconds that a 200 grants our contact (RFC 3261 section 10.2.4); one that says nothing of it granted what was asked. */
export function grantedSeconds(response: SipResponse, contact: string, askedSeconds: number): number {
  const own = parseUri(parseNameAddr(contact)?.uri ?? '');
  const contacts = response.headers.all('contact').map((value) => parseNameAddr(value));
  const ours = contacts.find((one) => {
    const uri = parseUri(one?.uri ?? '');
    return uri?.host === own?.host && uri?.port === own?.port && uri?.user === own?.user;
  });
  const granted = Number(ours?.params.get('expires') ?? response.headers.get('expires'));
  return granted > 0 && granted <= MOST_SECONDS ? granted : askedSeconds;
}

/** Seconds that a 423 demands (section 10.2.8); undefined when it demands no more than was asked, or what no one keeps. */
export function demandedSeconds(response: SipResponse, askedSeconds: number): number | undefined {
  if (response.status !== 423) return undefined;
  const least = Number(response.headers.get('min-expires'));
  return least > askedSeconds && least <= MOST_SECONDS ? least : undefined;
}

/** Milliseconds that the registrar wants to be left alone (section 20.33); 0 when it says nothing. */
export function retryAfterMs(response: SipResponse): number {
  const seconds = Number(/^\s*(\d{1,6})/.exec(response.headers.get('retry-after') ?? '')?.[1] ?? 0);
  return Math.min(seconds, MOST_SECONDS) * 1_000;
}
