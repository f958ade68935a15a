import type { CallCause, CallDirection, Party } from '../calls/call.ts';
import { type CallLine, type Conversation, Leg } from './conversation.ts';
import type { Exchange } from './exchange.ts';

export interface LegStart {
  readonly conversation: Conversation;
  readonly line: CallLine;
  readonly party: Party;
  readonly peer: Party;
  readonly direction: CallDirection;
  readonly state: 'ringing' | 'connected';
  readonly cause: CallCause;
  /** Not needed for a party outside, which has no call to show. */
  readonly callId: string;
}

/** Seats a party in a conversation and, for an endpoint, opens the call that the API shows. */
export function openLeg(exchange: Exchange, o: LegStart): Leg {
  const { line, conversation, party } = o;
  if (line.owner.kind === 'trunk') return new Leg({ conversation, line, party, record: undefined });
  const record = exchange.book.open({
    endpointId: line.owner.endpointId,
    callId: o.callId,
    trackingId: conversation.trackingId,
    direction: o.direction,
    state: o.state,
    cause: o.cause,
    own: party,
    peer: o.peer,
    calledDevice: conversation.calledDevice,
    ...(line.contact === undefined ? {} : { deviceId: line.contact }),
    now: exchange.clock.now(),
  });
  const leg = new Leg({ conversation, line, party, record });
  exchange.legs.set(record.callId, leg);
  return leg;
}
