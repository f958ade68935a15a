import type { Call } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropLeg } from '../engine/finish.ts';
import { openRoutedLine, ringRoute } from '../features/ring-route.ts';
import { type ActedLeg, requireAnswered, requireState } from './find-leg.ts';

/**
 * Sends the far party on; it hears the new party ring. Unanswered, the call comes back to this endpoint (callBack).
 * @throws PbxError wrongState, unknownDestination, noTrunk, endpointUnreachable, noMediaPorts, overloaded
 */
export async function blindTransfer(exchange: Exchange, leg: ActedLeg, destination: string): Promise<Call> {
  requireState(leg, 'blindTransfer', 'connected', 'held');
  const far = requireAnswered(leg, 'blindTransfer');
  const dial = openRoutedLine(exchange, exchange.routing.fromInside(destination), far.party);
  const { conversation, record } = leg;
  dropLeg(exchange, leg, 'transfer');
  conversation.recall = record.endpointId;
  far.record?.move(far.record.state, exchange.clock.now(), { cause: 'transfer', peer: dial.destination.party });
  const timeoutMs = exchange.timings.transferRingTimeoutMs;
  ringRoute(exchange, conversation, dial, { cause: 'transfer', from: far.party, timeoutMs });
  return record.snapshot();
}
