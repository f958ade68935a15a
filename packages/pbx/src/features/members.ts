import type { Party } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import type { RingGroup } from './ring-group.ts';

/** free: it can be rung. busy: it has a call. away: it does not want calls, or has no telephone. */
type Presence = 'free' | 'busy' | 'away';

/** A member is asked for its telephones only: its own forwarding would take the call out of the group. */
export function presenceOf(exchange: Exchange, member: string, from: Party): Presence {
  const { dnd, mobile, forwarding } = exchange.features.of(member);
  if (member === from.endpointId || exchange.book.of(member).length > 0) return 'busy';
  if (dnd || mobile !== undefined || forwarding.always !== undefined) return 'away';
  return exchange.contacts(member).length > 0 ? 'free' : 'away';
}

/** What a caller finds at the group as a whole. */
export function groupPresence(exchange: Exchange, { members }: RingGroup, from: Party): Presence {
  const all = members.map((member) => presenceOf(exchange, member, from));
  return (['free', 'busy'] as const).find((presence) => all.includes(presence)) ?? 'away';
}
