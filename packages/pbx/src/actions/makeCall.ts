import type { Call, Party } from '../calls/call.ts';
import { Conversation } from '../engine/conversation.ts';
import type { Exchange, InviteRequest } from '../engine/exchange.ts';
import { openLeg } from '../engine/open-leg.ts';
import { isEmergency, openDialLine } from '../engine/open-line.ts';
import { place } from '../engine/receive-invite.ts';
import { sendInvites, watchRinging } from '../engine/ring.ts';
import { follow } from '../features/follow.ts';
import type { MakeCallRequest } from '../pbx.ts';
import { PbxError } from '../pbx-error.ts';
import type { Destination } from '../routing/destination.ts';
import { type ActedLeg, findLeg } from './find-leg.ts';
import { supervisedTransfer } from './supervisedTransfer.ts';

/** Phones differ in which of the two makes them answer by themselves (telephony notes, section 3). */
const AUTO_ANSWER: InviteRequest['headers'] = [
  ['Call-Info', '<sip:cordboard.invalid>;answer-after=0'],
  ['Alert-Info', '<http://cordboard.invalid>;info=alert-autoanswer;delay=0'],
];

/**
 * Places a call for an endpoint: its own phone is called with auto-answer, and once it is picked up the callee is
 * rung. Resolves with the connected call; with the still ringing one when the phone does not answer by itself within
 * timings.answerTimeoutMs, for then a person has to lift it.
 * @throws PbxError unknownEndpoint, unknownCall, unknownDestination, noTrunk, endpointUnreachable, refused, noMediaPorts, overloaded,
 * recordingUnavailable
 */
export async function makeCall(exchange: Exchange, endpointId: string, o: MakeCallRequest): Promise<Call> {
  const own = exchange.routing.endpoint(endpointId);
  if (own === undefined) throw new PbxError('unknownEndpoint', `There is no endpoint ${endpointId}.`);
  const destination = exchange.routing.fromInside(o.to);
  requireReachable(exchange, follow(exchange, own.party, { destination, diversions: [] }).destination);
  if (o.record === true) exchange.recordings.require();
  const leg = ringOwnPhone(exchange, own, destination, o);
  leg.conversation.whenTalking = () => calleeAnswered(exchange, leg, o);
  await pickedUp(exchange, leg);
  if (leg.line.state === 'ended' && leg.conversation.placeCallee !== undefined) {
    throw new PbxError('refused', `The phone of extension ${endpointId} did not take the call.`);
  }
  return leg.record.snapshot();
}

function requireReachable(exchange: Exchange, destination: Destination): void {
  if (destination.kind === 'trunk' || exchange.contacts(destination.endpointId).length > 0) return;
  if (exchange.features.group(destination.endpointId) !== undefined) return;
  if (exchange.rooms.answers(destination.endpointId)) return;
  throw new PbxError('endpointUnreachable', `No phone is registered for extension ${destination.endpointId}.`);
}

function ringOwnPhone(exchange: Exchange, own: Destination, destination: Destination, o: MakeCallRequest): ActedLeg {
  const trackingId = trackingIdOf(exchange, own, o);
  const dial = openDialLine(exchange, own, isEmergency(destination));
  const conversation = new Conversation(trackingId, destination.party.number);
  const from = callerOf(own.party, o);
  conversation.placeCallee = () => place(exchange, conversation, from, () => destination, o.timeoutMs);
  openLeg(exchange, {
    conversation,
    line: dial.line,
    party: from,
    peer: destination.party,
    direction: 'outbound',
    state: 'ringing',
    cause: 'newCall',
    callId: dial.callId,
  });
  // The phone shows whom it is about to reach.
  sendInvites(exchange, dial, { from: destination.party, headers: AUTO_ANSWER });
  watchRinging(exchange, dial, o.timeoutMs);
  return findLeg(exchange, own.party.number, dial.callId);
}

function trackingIdOf(exchange: Exchange, own: Destination, { associatedCallId }: MakeCallRequest): string {
  if (associatedCallId === undefined) return exchange.newTrackingId();
  return findLeg(exchange, own.party.number, associatedCallId).conversation.trackingId;
}

function calleeAnswered(
  exchange: Exchange,
  leg: ActedLeg,
  { record, bridge, associatedCallId = '' }: MakeCallRequest,
): void {
  if (record === true) exchange.recordings.start(leg);
  if (bridge === undefined) return;
  supervisedTransfer(exchange, leg, associatedCallId).catch((error: unknown) => bridge.failed(error));
}

function callerOf(own: Party, o: MakeCallRequest): Party {
  const name = o.fromName ?? own.name;
  return { ...own, number: o.from ?? own.number, ...(name === undefined ? {} : { name }) };
}

/** Waits until the phone was picked up, the call ended, or the time limit passed. */
async function pickedUp(exchange: Exchange, leg: ActedLeg): Promise<void> {
  let late = false;
  const timer = exchange.deadlines.after(exchange.timings.answerTimeoutMs, () => {
    late = true;
    leg.line.fork?.wake();
  });
  while (!late && leg.line.state === 'dialling') await leg.line.fork?.changed();
  timer.cancel();
}
