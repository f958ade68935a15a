import type { Call } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropLeg } from '../engine/finish.ts';
import { openDialLine } from '../engine/open-line.ts';
import { ring } from '../engine/ring.ts';
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
  const dial = openDialLine(exchange, exchange.routing.fromInside(destination));
  dropLeg(exchange, leg, 'redirected');
  far.record?.move(far.record.state, exchange.clock.now(), { cause: 'redirected', peer: dial.destination.party });
  // RFC 3261 section 21.1.3: the caller may be told that the call is forwarded.
  far.line.ring(181);
  ring(exchange, conversation, dial, { cause: 'redirected', from: far.party });
  return leg.record.snapshot();
}
