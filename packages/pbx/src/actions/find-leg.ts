import type { LiveCallState } from '../calls/call-transitions.ts';
import type { ActedLeg, Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { PbxError } from '../pbx-error.ts';

export type { ActedLeg } from '../engine/conversation.ts';

/** @throws PbxError unknownCall */
export function findLeg(exchange: Exchange, endpointId: string, callId: string): ActedLeg {
  const leg = exchange.legs.get(callId);
  if (leg === undefined || !isActed(leg) || leg.record.endpointId !== endpointId) {
    throw new PbxError('unknownCall', `Endpoint ${endpointId} has no call ${callId}.`);
  }
  return leg;
}

/** @throws PbxError wrongState */
export function requireState(leg: ActedLeg, action: string, ...allowed: LiveCallState[]): void {
  if (allowed.includes(leg.record.state)) return;
  throw new PbxError(
    'wrongState',
    `Call ${leg.record.callId} is ${leg.record.state}; ${action} needs it to be ${allowed.join(' or ')}.`,
  );
}

/**
 * The far party, which must be connected.
 * @throws PbxError wrongState
 */
export function requireAnswered(leg: ActedLeg, action: string): Leg {
  const far = leg.far;
  if (far !== undefined && far.line.state === 'up' && leg.line.state === 'up') return far;
  throw new PbxError(
    'wrongState',
    `Call ${leg.record.callId} is not answered yet; ${action} needs a party to talk to.`,
  );
}

/** In a conference nobody in particular is the far party. @throws PbxError wrongState */
export function requireTwoParties(leg: ActedLeg, action: string): void {
  if (!leg.conversation.isConference) return;
  throw new PbxError(
    'wrongState',
    `Call ${leg.record.callId} is a conference; ${action} needs a call with one other party.`,
  );
}

/** A party outside shows no call, so nothing can be asked of it. */
export function isActed(leg: Leg): leg is ActedLeg {
  return leg.record !== undefined;
}
