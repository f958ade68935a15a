import type { CallCause } from '../calls/call.ts';
import { sendOn } from '../features/send-on.ts';
import { failureOf } from '../lines/failures.ts';
import type { Branch } from '../lines/fork.ts';
import type { LineEnd, LineEvents } from '../lines/line.ts';
import type { CallLine, Leg } from './conversation.ts';
import type { Exchange } from './exchange.ts';
import { dropFar, dropLeg, dropOthers, endConversation, loseToOther } from './finish.ts';
import { keepAlive } from './keep-alive.ts';
import { calleeGone, offerBack } from './recall.ts';
import { receiveInDialog } from './receive-in-dialog.ts';
import { showParties } from './show-parties.ts';
import { rewireAll } from './wiring.ts';

const RINGING = 180;
const OK = 200;

/** What the engine does when a line tells it something. */
export function createLineEvents(exchange: () => Exchange): LineEvents<Leg> {
  return {
    ringing: (line, branch) => lineRinging(exchange(), line, branch),
    answered: (line) => lineAnswered(exchange(), line),
    failed: (line, status) => lineFailed(exchange(), line, status),
    ended: (line, why) => lineEnded(exchange(), line, why),
    phoneHold: (line) => linePhoneHold(exchange(), line),
    codecChanged: (line) => rewireAll(line.active?.conversation),
    asked: (line, incoming) => receiveInDialog(exchange(), line, incoming),
  };
}

function lineRinging(exchange: Exchange, line: CallLine, branch: Branch): void {
  if (branch.contact !== undefined && branch.early !== undefined) {
    exchange.learn(branch.contact, branch.early.allowEvents);
  }
  // From now on the call can be picked up by the name of its dialog.
  if (line.owner.kind === 'endpoint') exchange.lampChanged(line.owner.endpointId);
  line.active?.conversation.transferor?.report?.(RINGING);
  const leg = line.active;
  if (leg?.far === undefined) return;
  if (!line.early) leg.far.line.ring(RINGING);
  else {
    leg.far.line.hearEarly();
    rewireAll(leg.conversation);
  }
}

function lineAnswered(exchange: Exchange, line: CallLine): void {
  const leg = line.active;
  if (leg === undefined) return;
  const { conversation, far } = leg;
  const now = exchange.clock.now();
  keepAlive(exchange, line);
  const deviceId = line.contact === undefined ? {} : { deviceId: line.contact };
  const { placeCallee } = conversation;
  if (placeCallee !== undefined) {
    conversation.placeCallee = undefined;
    leg.record?.move('connected', now, deviceId);
    placeCallee();
    return;
  }
  conversation.endTransfer(OK);
  leg.record?.move('connected', now, { ...deviceId, answeredAt: now });
  loseToOther(leg);
  dropOthers(exchange, leg);
  if (far !== undefined) farAnswered(exchange, far, leg, now);
  rewireAll(conversation);
  showParties(exchange, conversation);
  const { whenTalking } = conversation;
  conversation.whenTalking = undefined;
  whenTalking?.();
}

/** The party that waited is connected now. */
function farAnswered(exchange: Exchange, far: Leg, leg: Leg, now: number): void {
  far.line.answer({ opus: leg.line.opus });
  keepAlive(exchange, far.line);
  const record = far.record;
  if (record !== undefined && !record.answered) {
    // Only now it is known which member of a group it is.
    const peer = leg.hunt === undefined ? {} : { peer: leg.party };
    record.move(record.state, now, { answeredAt: now, ...peer });
  }
}

function lineFailed(exchange: Exchange, line: CallLine, status: number): void {
  const leg = line.active;
  if (leg === undefined) return;
  const { far } = leg;
  if (far !== undefined && sendOn(exchange, leg, far, status)) return;
  const failure = failureOf(status, line.owner.kind === 'trunk');
  dropLeg(exchange, leg, failure.cause);
  if (far !== undefined) calleeGone(exchange, far, failure);
}

/** What an end says of the calls that it takes along. */
const causes: Readonly<Partial<Record<LineEnd, CallCause>>> = {
  takenElsewhere: 'redirected',
  lost: 'networkNotObtainable',
};

function lineEnded(exchange: Exchange, line: CallLine, why: LineEnd): void {
  if (why === 'mediaLost') {
    loseMedia(exchange, line);
    return;
  }
  const active = line.active;
  const waiting = [...line.legs].filter((leg) => leg !== active);
  if (active !== undefined) {
    const { conversation, far } = active;
    const goesOn = conversation.isConference;
    const gaveUp = why === 'cancelled' || (why === 'hungUp' && far?.line.state === 'dialling');
    const cause = gaveUp ? 'callCancelled' : causes[why];
    if (why === 'takenElsewhere' && far !== undefined) loseToOther(far);
    dropLeg(exchange, active, cause);
    if (far !== undefined && !goesOn) dropFar(exchange, far, cause);
  }
  for (const leg of waiting) offerBack(exchange, leg);
}

/** The far sides have lost their audio too: nobody is left to be brought back to. */
function loseMedia(exchange: Exchange, line: CallLine): void {
  for (const leg of [...line.legs]) endConversation(exchange, leg.conversation, 'resourcesNotAvailable', 503);
}

function linePhoneHold(exchange: Exchange, line: CallLine): void {
  const leg = line.active;
  if (leg === undefined) return;
  // Who takes the call back at the phone wants to talk, also when a program had put it on hold besides.
  if (!line.phoneHolds) leg.held = false;
  const state = leg.onHold ? 'held' : 'connected';
  if (leg.record !== undefined && leg.record.state !== state) leg.record.move(state, exchange.clock.now());
  rewireAll(leg.conversation);
}
