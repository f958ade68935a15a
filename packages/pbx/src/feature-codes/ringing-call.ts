import type { ActedLeg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';

/** The call that has rung longest at one of these endpoints, and waits there for somebody to answer. */
export function ringingCall(exchange: Exchange, endpointIds: readonly string[]): ActedLeg | undefined {
  const ringing = endpointIds.flatMap((endpointId) => exchange.book.of(endpointId)).filter(isWaiting);
  const [first] = ringing.sort((one, other) => one.snapshot().createdAt - other.snapshot().createdAt);
  const leg = first === undefined ? undefined : exchange.legs.get(first.callId);
  if (leg?.record === undefined || leg.line.state !== 'dialling' || leg.far === undefined) return undefined;
  return leg as ActedLeg;
}

function isWaiting({ state, direction }: { state: string; direction: string }): boolean {
  return state === 'ringing' && direction === 'inbound';
}
