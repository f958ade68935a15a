import type { Call } from '../calls/call.ts';
import type { Transferor } from '../engine/conversation.ts';
import type { Exchange, InviteRequest } from '../engine/exchange.ts';
import { dropLeg } from '../engine/finish.ts';
import { openRoutedLine, ringRoute } from '../features/ring-route.ts';
import { type ActedLeg, requireAnswered, requireState, requireTwoParties } from './find-leg.ts';

/** What a phone that asked for a transfer itself wants of it (REFER). */
export type TransferRequest = Pick<Transferor, 'line' | 'report'> & { readonly headers?: InviteRequest['headers'] };

/** An earlier transfer of the same party has done its work. */
const OK = 200;

/**
 * Sends the far party on; it hears the new party ring. Unanswered, the call comes back to this endpoint (callBack).
 * @throws PbxError wrongState, unknownDestination, noTrunk, endpointUnreachable, noMediaPorts, overloaded
 */
export async function blindTransfer(
  exchange: Exchange,
  leg: ActedLeg,
  destination: string,
  request: TransferRequest = {},
): Promise<Call> {
  requireState(leg, 'blindTransfer', 'connected', 'held');
  requireTwoParties(leg, 'blindTransfer');
  const far = requireAnswered(leg, 'blindTransfer');
  const dial = openRoutedLine(exchange, exchange.routing.fromInside(destination), far.party);
  const { conversation, record } = leg;
  dropLeg(exchange, leg, 'transfer');
  conversation.endTransfer(OK);
  conversation.transferor = { endpointId: record.endpointId, ...request };
  far.record?.move(far.record.state, exchange.clock.now(), { cause: 'transfer', peer: dial.destination.party });
  const timeoutMs = exchange.timings.transferRingTimeoutMs;
  const headers = request.headers ?? [];
  ringRoute(exchange, conversation, dial, { cause: 'transfer', from: far.party, timeoutMs, headers });
  return record.snapshot();
}
