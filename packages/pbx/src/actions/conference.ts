import type { Call } from '../calls/call.ts';
import type { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropLeg } from '../engine/finish.ts';
import { rewireAll } from '../engine/wiring.ts';
import { PbxError } from '../pbx-error.ts';
import { type ActedLeg, findLeg, isActed, requireAnswered, requireState } from './find-leg.ts';

/**
 * Joins two calls of an endpoint, the consulted party's and the held one's, into one conference: this call goes on with
 * all parties, the other one ends (transfer). Either may be a conference already, so that it grows.
 * @throws PbxError unknownCall, wrongState
 */
export async function conference(exchange: Exchange, leg: ActedLeg, otherCallId?: string): Promise<Call> {
  const { endpointId, callId } = leg.record;
  const named = otherCallId === undefined || otherCallId === callId ? undefined : otherCallId;
  const other = named === undefined ? otherOf(exchange, leg) : findLeg(exchange, endpointId, named);
  for (const side of [leg, other]) {
    requireState(side, 'conference', 'connected', 'held');
    requireAnswered(side, 'conference');
  }
  if (leg.conversation === other.conversation) {
    throw new PbxError('wrongState', `Calls ${callId} and ${other.record.callId} are one conversation already.`);
  }
  const conversation = merge(exchange, leg, other);
  takeSeat(exchange, leg);
  announce(exchange, leg, conversation);
  rewireAll(conversation);
  return leg.record.snapshot();
}

/** The only other call, or else the one that the endpoint is talking on or was consulting from. */
function otherOf(exchange: Exchange, leg: ActedLeg): ActedLeg {
  const others = [...exchange.legs.values()].filter(
    (other): other is ActedLeg =>
      isActed(other) && other !== leg && other.record.endpointId === leg.record.endpointId && talks(other),
  );
  const active = others.filter((other) => other.record.state === 'connected');
  const [only, more] = active.length === 1 && leg.record.state === 'held' ? active : others;
  if (only !== undefined && more === undefined) return only;
  throw new PbxError(
    'wrongState',
    only === undefined
      ? `Endpoint ${leg.record.endpointId} has no other answered call to join with call ${leg.record.callId}.`
      : `Endpoint ${leg.record.endpointId} has several other calls: name the one to join in args.`,
  );
}

function talks(leg: ActedLeg): boolean {
  return leg.line.state === 'up' && leg.far?.line.state === 'up';
}

/** All parties in one conversation, the older one, so that its tracking id stays. */
function merge(exchange: Exchange, leg: ActedLeg, other: ActedLeg): Conversation {
  const older = Number(leg.record.callId) < Number(other.record.callId);
  const [stays, joins] = older ? [leg.conversation, other.conversation] : [other.conversation, leg.conversation];
  for (const part of [stays, joins]) part.unmix();
  // A phone that holds this call by itself talks on the other one: this call goes there.
  if (leg.line !== other.line && leg.line.phoneHolds) {
    const left = leg.line;
    leg.moveTo(other.line);
    if (left.legs.size === 0) left.release();
  }
  dropLeg(exchange, other, 'transfer');
  for (const one of [...joins.legs]) stays.adopt(one);
  stays.mixer = exchange.media.openMixer();
  return stays;
}

function takeSeat(exchange: Exchange, leg: ActedLeg): void {
  const { line } = leg;
  if (line.active !== undefined && line.active !== leg) {
    line.active.held = true;
    line.active.record?.move('held', exchange.clock.now());
  }
  line.active = leg;
  line.idleTone = undefined;
  leg.held = false;
}

function announce(exchange: Exchange, leg: ActedLeg, { legs, trackingId }: Conversation): void {
  const now = exchange.clock.now();
  leg.record.move(leg.onHold ? 'held' : 'connected', now, { trackingId });
  for (const { record } of legs) {
    if (record !== undefined && record !== leg.record && record.trackingId !== trackingId) {
      record.move(record.state, now, { trackingId });
    }
  }
}
