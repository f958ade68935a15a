import type { SipHeaders } from './headers.ts';
import { parseParams, quote } from './params.ts';

/** Why a request or a final response was sent (RFC 3326). */
export interface Reason {
  /** `SIP`: cause is a status; `Q.850`: one of the telephone network. */
  readonly protocol: string;
  readonly cause: number;
  readonly text?: string;
}

/** To a telephone that stops ringing: it shows no missed call (RFC 3326 section 3.1). */
export const completedElsewhere = formatReason({ protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' });

/** The cause that is given for a protocol; undefined when none is given, or what is written makes no sense. */
export function causeIn(headers: SipHeaders, protocol: 'SIP' | 'Q.850'): number | undefined {
  for (const value of headers.all('reason')) {
    const semicolon = value.indexOf(';');
    const named = (semicolon < 0 ? value : value.slice(0, semicolon)).trim();
    if (named.toLowerCase() !== protocol.toLowerCase() || semicolon < 0) continue;
    const cause = parseParams(value.slice(semicolon))?.get('cause');
    if (cause !== undefined && /^\d{1,3}$/.test(cause)) return Number(cause);
  }
  return undefined;
}

export function formatReason({ protocol, cause, text }: Reason): string {
  return `${protocol};cause=${cause}${text === undefined ? '' : `;text=${quote(text)}`}`;
}
