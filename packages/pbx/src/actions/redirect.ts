import type { Call } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropLeg, dropOthers } from '../engine/finish.ts';
import { openRoutedLine, ringRoute, tellWaiting } from '../features/ring-route.ts';
import { PbxError } from '../pbx-error.ts';
import { type ActedLeg, requireState } from './find-leg.ts';

/**
 * Sends a ringing call elsewhere; the caller keeps hearing it ring. Everything that can fail is asked before the
 * ringing phone is touched, so after an error the call rings on where it was.
 * @throws PbxError wrongState, unknownDestination, noTrunk, endpointUnreachable, noMediaPorts, overloaded
 */
export async function redirect(exchange: Exchange, leg: ActedLeg, destination: string): Promise<Call> {
  requireState(leg, 'redirect', 'ringing');
  const far = leg.far;
  // A phone that rings for its own click-to-dial has nobody to send on yet.
  if (far === undefined) {
    throw new PbxError(
      'wrongState',
      `Call ${leg.record.callId} is outbound; only a call that rings in can be redirected.`,
    );
  }
  const { conversation } = leg;
  const dial = openRoutedLine(exchange, exchange.routing.fromInside(destination), far.party);
  dropOthers(exchange, leg);
  dropLeg(exchange, leg, 'redirected');
  tellWaiting(exchange, conversation, dial, 'redirected');
  ringRoute(exchange, conversation, dial, { cause: 'redirected', from: far.party });
  return leg.record.snapshot();
}
