import type { Call, CallCause } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropFar, dropLeg } from '../engine/finish.ts';
import type { ActedLeg } from './find-leg.ts';

/** Status for a caller whose call was declined (RFC 3261 section 21.6.2). */
const DECLINED = 603;
/** Status for a phone whose own INVITE is given up here before it was answered (RFC 3261 section 21.4.25). */
const TERMINATED = 487;

/**
 * Hangs up: a ringing call is declined, a call that waits for its callee is given up, a connected one ends and keeps
 * its last cause.
 */
export async function end(exchange: Exchange, leg: ActedLeg): Promise<Call> {
  const far = leg.far;
  if (leg.line.state === 'dialling' && leg.record.direction === 'inbound') {
    leg.line.release();
    exchange.lineEvents.failed(leg.line, DECLINED);
  } else {
    const cause = giveUpCause(leg);
    const goesOn = leg.conversation.isConference;
    dropLeg(exchange, leg, cause, TERMINATED);
    if (far !== undefined && !goesOn) dropFar(exchange, far, cause);
  }
  return leg.record.snapshot();
}

/** A call whose two sides were never both there is given up; another keeps its last cause. */
function giveUpCause(leg: ActedLeg): CallCause | undefined {
  const answered = leg.line.state === 'up' && leg.far?.line.state === 'up';
  return answered ? undefined : 'callCancelled';
}
