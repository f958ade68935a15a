import type { Call } from '../calls/call.ts';
import type { Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropLeg } from '../engine/finish.ts';
import { showParties } from '../engine/show-parties.ts';
import { rewireAll } from '../engine/wiring.ts';
import { PbxError } from '../pbx-error.ts';
import type { TransferRequest } from './blindTransfer.ts';
import { type ActedLeg, findLeg, requireState, requireTwoParties } from './find-leg.ts';

const OK = 200;
/** For a phone whose own INVITE to the consulted party still waits (RFC 3261 section 21.4.25). */
const TERMINATED = 487;

/**
 * Joins the far parties of two calls of one endpoint and lets the endpoint go (RFC 5589 section 7, done here instead
 * of by REFER). The two calls may be named in either order; the consulted party may still be ringing.
 * @throws PbxError unknownCall, wrongState
 */
export async function supervisedTransfer(
  exchange: Exchange,
  leg: ActedLeg,
  otherCallId: string,
  request: TransferRequest = {},
): Promise<Call> {
  const other = findLeg(exchange, leg.record.endpointId, otherCallId);
  if (other === leg) throw new PbxError('wrongState', 'A call cannot be transferred to itself: name the other call.');
  for (const side of [leg, other]) {
    requireState(side, 'supervisedTransfer', 'connected', 'held');
    requireTwoParties(side, 'supervisedTransfer');
  }
  const [first, second] = partiesOf(leg, other);
  const { conversation } = first;
  // While the second party rings, the first waits for it as after a blind transfer.
  for (const side of [leg, other]) side.conversation.endTransfer(OK);
  if (second.line.state === 'up') request.report?.(OK);
  else conversation.transferor = { endpointId: leg.record.endpointId, ...request };
  const trackingId = conversation.trackingId;
  for (const side of [leg, other]) dropLeg(exchange, side, 'transfer', TERMINATED);
  // Several when a group rings.
  for (const one of [...second.conversation.legs]) conversation.adopt(one);
  announce(exchange, first, second, trackingId);
  announce(exchange, second, first, trackingId);
  rewireAll(conversation);
  showParties(exchange, conversation);
  return leg.record.snapshot();
}

/** The far parties: first the one that is surely there, whose conversation goes on. */
function partiesOf(leg: ActedLeg, other: ActedLeg): [Leg, Leg] {
  const [own, others] = [leg.far, other.far];
  const ready = [own, others].filter((far) => far?.line.state === 'up');
  if (own === undefined || others === undefined || ready.length === 0 || own.line === others.line) {
    throw new PbxError('wrongState', 'At least one of the two parties must have answered before they can be joined.');
  }
  const [mine, theirs] = [own.line.state === 'up', others.line.state === 'up'];
  // Both there: the older conversation goes on, so its tracking id stays.
  if (mine && theirs) return Number(leg.record.callId) < Number(other.record.callId) ? [own, others] : [others, own];
  return mine ? [own, others] : [others, own];
}

function announce(exchange: Exchange, leg: Leg, far: Leg, trackingId: string): void {
  const now = exchange.clock.now();
  const answered = leg.line.state === 'up' && far.line.state === 'up' ? { answeredAt: now } : {};
  leg.record?.move(leg.record.state, now, { cause: 'transfer', peer: far.party, trackingId, ...answered });
}
