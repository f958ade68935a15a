import { type IncomingInvite, parseReplaces } from '@cordboard/sip';
import { type ActedLeg, isActed } from '../actions/find-leg.ts';
import type { CallLine } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropLeg, dropOthers, loseToOther } from '../engine/finish.ts';
import { keepAlive } from '../engine/keep-alive.ts';
import { openLeg } from '../engine/open-leg.ts';
import { type Caller, takeLine } from '../engine/receive-invite.ts';
import { rewireAll } from '../engine/wiring.ts';
import { findReplaced } from './find-replaced.ts';

/**
 * A phone wants to take the place of another in a call (RFC 3891): it picks up a call that rings elsewhere, or it takes
 * over a call of its own extension. Anybody's ringing call may be picked up; a call that is being held is its owner's.
 */
export function receiveReplaces(exchange: Exchange, invite: IncomingInvite, caller: Caller): void {
  const leg = replacedLeg(exchange, invite, caller);
  if (typeof leg === 'number') {
    invite.reject(leg);
    return;
  }
  const line = takeLine(exchange, invite, caller);
  if (line === undefined) return;
  try {
    if (leg.line.state === 'dialling') pickUp(exchange, leg, line, caller);
    else takeOver(exchange, leg, line);
  } catch (error) {
    exchange.log.warn({ err: error }, 'A call could not be taken over');
    line.release(503);
  }
}

/** The leg whose place is to be taken, or the status that refuses it (RFC 3891 section 3). */
function replacedLeg(exchange: Exchange, { request }: IncomingInvite, caller: Caller): ActedLeg | number {
  const [written, ...more] = request.headers.all('replaces');
  const replaces = written === undefined ? undefined : parseReplaces(written);
  if (replaces === undefined || more.length > 0) return 400;
  const line = findReplaced(exchange, replaces);
  const leg = line?.active;
  // A dialog that waits for our answer is not ours to replace: section 3 calls it unknown.
  if (line === undefined || leg === undefined || !isActed(leg) || line.state === 'offered') return 481;
  if (caller.owner.kind !== 'endpoint') return 403;
  if (line.state === 'dialling') return leg.far === undefined ? 481 : leg;
  if (leg.record.endpointId !== caller.owner.endpointId) return 403;
  return replaces.earlyOnly ? 486 : leg;
}

/** The same as when a program redirects the call and it is lifted at once. */
export function pickUp(exchange: Exchange, leg: ActedLeg, line: CallLine, caller: Caller): void {
  const { conversation, far } = leg;
  const callId = exchange.ids.next();
  loseToOther(leg);
  dropOthers(exchange, leg);
  dropLeg(exchange, leg, 'redirected');
  if (far === undefined) return;
  far.record?.move(far.record.state, exchange.clock.now(), { cause: 'redirected', peer: caller.party });
  openLeg(exchange, {
    conversation,
    line,
    party: caller.party,
    peer: far.party,
    direction: 'inbound',
    state: 'ringing',
    cause: 'redirected',
    callId,
  });
  line.answer({ opus: far.line.opus });
  exchange.lineEvents.answered(line);
}

/** The call stays the same call; only its device changes. */
function takeOver(exchange: Exchange, leg: ActedLeg, line: CallLine): void {
  const before = leg.line;
  leg.moveTo(line);
  leg.held = false;
  line.answer({ opus: leg.far?.line.opus === true });
  keepAlive(exchange, line);
  const deviceId = line.contact === undefined ? {} : { deviceId: line.contact };
  leg.record.move('connected', exchange.clock.now(), deviceId);
  exchange.recordings.renew(leg);
  if (before.legs.size === 0) before.release();
  rewireAll(leg.conversation);
}
