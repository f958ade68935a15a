import type { Call } from '../calls/call.ts';
import { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { openLeg } from '../engine/open-leg.ts';
import { rewireAll } from '../engine/wiring.ts';
import { openRoutedLine, ringRoute } from '../features/ring-route.ts';
import { type ActedLeg, requireAnswered, requireState } from './find-leg.ts';
import { putAside } from './retrieve.ts';

/**
 * Asks someone else while the far party waits with music: a second call on the same phone line. The phone sees no new
 * INVITE, so this works with every phone.
 * @throws PbxError wrongState, unknownDestination, noTrunk, endpointUnreachable, noMediaPorts, overloaded
 */
export async function consult(exchange: Exchange, leg: ActedLeg, destination: string): Promise<Call> {
  requireState(leg, 'consult', 'connected', 'held');
  requireAnswered(leg, 'consult');
  const callId = exchange.ids.next();
  const dial = openRoutedLine(exchange, exchange.routing.fromInside(destination), leg.party);
  const { line, party } = leg;
  if (line.active !== undefined) putAside(exchange, line.active);
  const conversation = new Conversation(exchange.newTrackingId(), dial.destination.party.number);
  const waiting = leg.conversation;
  openLeg(exchange, {
    conversation,
    line,
    party,
    peer: dial.destination.party,
    direction: 'outbound',
    state: 'connected',
    cause: 'newCall',
    callId,
  });
  ringRoute(exchange, conversation, dial, { cause: 'newCall', from: party });
  rewireAll(waiting);
  return leg.record.snapshot();
}
