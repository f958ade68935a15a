import type { CallCause } from '../calls/call.ts';
import type { CallLine, Leg } from './conversation.ts';
import type { Exchange } from './exchange.ts';
import { dropFar, dropLeg } from './finish.ts';
import { openLeg } from './open-leg.ts';
import { type DialLine, openDialLine } from './open-line.ts';
import { ring } from './ring.ts';
import { showParties } from './show-parties.ts';
import { rewireAll } from './wiring.ts';

/**
 * Brings a waiting party back to an endpoint by ringing it again (cause callBack): a transfer that nobody answered, or
 * a held call whose phone was hung up. Without a reachable phone the waiting party is let go with `otherwise`.
 */
function recall(exchange: Exchange, waiting: Leg, endpointId: string, otherwise: CallCause): void {
  const { conversation } = waiting;
  const dial = tryDial(exchange, endpointId);
  if (dial === undefined) {
    dropFar(exchange, waiting, otherwise);
    return;
  }
  const record = waiting.record;
  record?.move(record.state, exchange.clock.now(), { peer: dial.destination.party });
  ring(exchange, conversation, dial, { cause: 'callBack', from: waiting.party });
}

/**
 * The party that was rung will not come: a transferor gets the waiting party back, else the waiting party is let go
 * with this cause, and with this status when it still waits for the answer to its INVITE.
 */
export function calleeGone(exchange: Exchange, waiting: Leg, failure: { cause: CallCause; status: number }): void {
  const transferor = waiting.conversation.endTransfer(failure.status);
  if (transferor === undefined) dropFar(exchange, waiting, failure.cause, failure.status);
  else if (transferor.line !== undefined && canSeat(transferor.line)) giveBack(exchange, waiting, transferor.line);
  else recall(exchange, waiting, transferor.endpointId, failure.cause);
}

/** The transferor's phone is still there, waiting for the outcome. */
function canSeat(line: CallLine): boolean {
  return line.state === 'up' && line.legs.size === 0;
}

/** As after a recall that was lifted at once, for the phone has never hung up. */
function giveBack(exchange: Exchange, waiting: Leg, line: CallLine): void {
  const { conversation, record } = waiting;
  const own = line.owner.kind === 'endpoint' ? exchange.routing.endpoint(line.owner.endpointId) : undefined;
  if (own === undefined) {
    dropFar(exchange, waiting, 'destNotObtainable');
    return;
  }
  const now = exchange.clock.now();
  line.parked = false;
  record?.move(record.state, now, { peer: own.party });
  const leg = openLeg(exchange, {
    conversation,
    line,
    party: own.party,
    peer: waiting.party,
    direction: 'inbound',
    state: 'ringing',
    cause: 'callBack',
    callId: exchange.ids.next(),
  });
  leg.record?.move('connected', now, { answeredAt: now });
  if (line.phoneHolds) leg.record?.move('held', now);
  rewireAll(conversation);
  showParties(exchange, conversation);
}

/** Offers the far side of a held leg back to its endpoint, because the leg's phone is gone. */
export function offerBack(exchange: Exchange, leg: Leg): void {
  const far = leg.far;
  const owner = leg.line.owner;
  const goesOn = leg.conversation.isConference;
  dropLeg(exchange, leg, goesOn ? undefined : 'callBack');
  if (far === undefined || goesOn) return;
  if (far.line.state !== 'up' || owner.kind !== 'endpoint') dropFar(exchange, far, 'callCancelled');
  else recall(exchange, far, owner.endpointId, 'destNotObtainable');
}

function tryDial(exchange: Exchange, endpointId: string): DialLine | undefined {
  const destination = exchange.routing.endpoint(endpointId);
  if (destination === undefined) return undefined;
  try {
    return openDialLine(exchange, destination);
  } catch (error) {
    exchange.log.info({ err: error, endpointId }, 'A call could not be brought back');
    return undefined;
  }
}
