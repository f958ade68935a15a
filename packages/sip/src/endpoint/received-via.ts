import type { SipHeaders } from '../message/headers.ts';
import { formatVia, type Via } from '../message/via.ts';
import type { Flow } from '../transport/flow.ts';

/** Notes in the topmost Via where the request really came from (RFC 3261 section 18.2.1, RFC 3581 section 4). */
export function noteSource(headers: SipHeaders, via: Via, flow: Flow): Via {
  const asked = via.params.has('rport');
  if (!asked && via.host === flow.remoteAddress) return via;
  const params = new Map(via.params);
  params.set('received', flow.remoteAddress);
  if (asked) params.set('rport', String(flow.remotePort));
  const noted = { ...via, params };
  const written = headers.get('via') ?? '';
  const comma = written.indexOf(',');
  // Only the topmost one is rewritten; others in the same line stay as they are.
  const rest = comma < 0 ? '' : written.slice(comma);
  replaceFirst(headers, `${formatVia(noted)}${rest}`);
  return noted;
}

function replaceFirst(headers: SipHeaders, value: string): void {
  const others = [...headers.entries()].filter(([key]) => key === 'via').slice(1);
  headers.delete('via');
  for (const [, other] of others.reverse()) headers.prepend('Via', other);
  headers.prepend('Via', value);
}
