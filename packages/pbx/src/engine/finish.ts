import { opinionScore } from '@cordboard/rtp';
import type { CallCause, CallQuality } from '../calls/call.ts';
import { settleConference } from './conference.ts';
import type { CallLine, Conversation, Leg } from './conversation.ts';
import type { Exchange } from './exchange.ts';
import { rewire, rewireAll } from './wiring.ts';

/** RFC 3261 section 21.4.25. */
const TERMINATED = 487;

/**
 * Takes one leg out of its conversation: its call gets its final change (without a cause it keeps its last one), and
 * its line is released unless it carries other legs. `status` answers a party that still waits for its INVITE.
 */
export function dropLeg(exchange: Exchange, leg: Leg, cause?: CallCause, status?: number): void {
  leg.record?.move('idle', exchange.clock.now(), { ...(cause === undefined ? {} : { cause }), ...qualityOf(leg.line) });
  if (leg.record !== undefined) exchange.legs.delete(leg.record.callId);
  leg.recording?.stop();
  const { line, conversation } = leg;
  conversation.remove(leg);
  line.legs.delete(leg);
  if (line.active === leg) line.active = undefined;
  if (line.legs.size === 0 && !line.parked) line.release(status);
  else rewire(line);
  // Nobody is left who could be transferred.
  if (conversation.legs.length === 0) {
    conversation.endTransfer(TERMINATED);
    conversation.attendant?.gone(cause);
  }
  settleConference(exchange, conversation);
  rewireAll(conversation);
}

/** Of a line that had audio. */
function qualityOf(line: CallLine): { quality?: CallQuality } {
  const quality = line.media.quality;
  const meanOpinionScore = opinionScore(quality);
  return meanOpinionScore === undefined ? {} : { quality: { ...quality, meanOpinionScore } };
}

/** Ends a conversation for everybody in it. */
export function endConversation(
  exchange: Exchange,
  conversation: Conversation,
  cause?: CallCause,
  status?: number,
): void {
  conversation.unmix();
  for (const leg of [...conversation.legs]) dropLeg(exchange, leg, cause, status);
}

/** Ends a party's call: those in a conference, and the other members of a group that rings, go on without it. */
export function endLeg(exchange: Exchange, leg: Leg, cause: CallCause, status: number): void {
  const goesOn = leg.conversation.isConference || othersOf(leg).some(({ line }) => line.state === 'dialling');
  if (goesOn) dropLeg(exchange, leg, cause, status);
  else endConversation(exchange, leg.conversation, cause, status);
}

/** The other members that ring for the same call of a group. */
export function othersOf(leg: Leg): Leg[] {
  const { hunt, conversation } = leg;
  return hunt === undefined ? [] : conversation.legs.filter((other) => other !== leg && other.hunt === hunt);
}

/** The other members of the group stop ringing: the call went elsewhere, or is over. */
export function dropOthers(exchange: Exchange, leg: Leg, cause: CallCause = 'redirected'): void {
  for (const other of othersOf(leg)) dropLeg(exchange, other, cause);
}

/** The telephones that ring for this leg, or with it for a group, lose the call to somebody else. */
export function loseToOther(leg: Leg): void {
  for (const { line } of [leg, ...othersOf(leg)]) line.lose();
}

/**
 * Ends the far side after a party has gone. A line that still carries held legs stays up and hears the busy tone: the
 * consulted party is gone, the held one waits.
 */
export function dropFar(exchange: Exchange, far: Leg, cause?: CallCause, status?: number): void {
  if (far.active) far.line.idleTone = 'busy';
  dropOthers(exchange, far, cause);
  dropLeg(exchange, far, cause, status);
}
