import type { Party } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import { type DialLine, openDialLine } from '../engine/open-line.ts';
import type { Diversion } from './forwarding.ts';
import type { Hunt } from './hunt.ts';
import { presenceOf } from './members.ts';

/** Lines to the members of a group that are to be rung next; none when all have been tried. */
export function openMembers(
  exchange: Exchange,
  hunt: Hunt,
  { from, diversions }: { from: Party; diversions: readonly Diversion[] },
): DialLine[] {
  const lines: DialLine[] = [];
  while (lines.length === 0 || hunt.group.strategy === 'all') {
    const member = hunt.take();
    if (member === undefined) break;
    const line = tryMember(exchange, member, from);
    if (line !== undefined) lines.push({ ...line, diversions });
  }
  return lines;
}

function tryMember(exchange: Exchange, member: string, from: Party): DialLine | undefined {
  const destination = exchange.routing.endpoint(member);
  if (destination === undefined || presenceOf(exchange, member, from) !== 'free') return undefined;
  try {
    return openDialLine(exchange, destination);
  } catch (error) {
    exchange.log.warn({ err: error, member }, 'A member of a ring group could not be rung');
    return undefined;
  }
}
