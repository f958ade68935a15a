import type { Party } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import { PbxError } from '../pbx-error.ts';
import type { Destination } from '../routing/destination.ts';
import { VOICEMAIL } from '../voicemail/mailboxes.ts';
import { type Diversion, type ForwardReason, timesOf } from './forwarding.ts';
import { groupPresence } from './members.ts';
import type { RingGroup } from './ring-group.ts';

/** How often one call may be sent on, here and before it came here, before somebody must answer it. */
const MAX_DIVERSIONS = 5;

/** Where a call really goes, and who has sent it on until there. */
export interface Route {
  readonly destination: Destination;
  readonly diversions: readonly Diversion[];
  /** The call ends in the mailbox of the destination. */
  readonly mailbox?: true;
}

/** An endpoint or group sends a call on. */
export interface Step {
  readonly reason: ForwardReason;
  readonly target: string;
}

/**
 * Follows what endpoints have set until one rings.
 * @throws PbxError doNotDisturb, busy, endpointUnreachable, forwardingLoop, and what routing throws for the number that an endpoint has set
 */
export function follow(exchange: Exchange, from: Party, start: Route): Route {
  let route = start;
  for (;;) {
    const step = stepOf(exchange, from, route.destination);
    if (step === undefined) return route;
    route = divert(exchange, from, route, step);
    if (route.mailbox) return route;
  }
}

/**
 * The route after the endpoint at its end has sent the call on.
 * @throws PbxError forwardingLoop, and what routing throws for the target
 */
export function divert(exchange: Exchange, from: Party, { destination, diversions }: Route, step: Step): Route {
  if (destination.kind !== 'endpoint') throw new Error('Only an endpoint sends calls on');
  const { endpointId } = destination;
  const path = [...diversions, { endpointId, reason: step.reason }];
  if (step.target === VOICEMAIL) return toMailbox(exchange, { destination, diversions: path });
  const next = exchange.routing.fromInside(step.target);
  if (next.kind === 'trunk' && next.emergency) {
    throw new PbxError('unknownDestination', `Calls for ${endpointId} cannot be sent on to an emergency number.`);
  }
  if (timesOf(path) > MAX_DIVERSIONS) {
    throw new PbxError('forwardingLoop', `The call was sent on more than ${MAX_DIVERSIONS} times.`);
  }
  const been = [from.endpointId, ...path.map(({ endpointId: by }) => by)];
  if (next.kind === 'endpoint' && been.includes(next.endpointId)) {
    throw new PbxError('forwardingLoop', `The call was sent on in a circle: ${next.endpointId} had it already.`);
  }
  return { destination: next, diversions: path };
}

function toMailbox(exchange: Exchange, route: Route): Route {
  if (exchange.voicemail !== undefined) return { ...route, mailbox: true };
  throw new PbxError('endpointUnreachable', 'This PBX keeps no messages.');
}

/** What is set for calls that may not even ring. @throws PbxError doNotDisturb, busy, endpointUnreachable */
function stepOf(exchange: Exchange, from: Party, destination: Destination): Step | undefined {
  if (destination.kind !== 'endpoint') return undefined;
  const { endpointId } = destination;
  const group = exchange.features.group(endpointId);
  if (group !== undefined) return stepOfGroup(exchange, from, group);
  const { dnd, mobile, forwarding } = exchange.features.of(endpointId);
  if (forwarding.always !== undefined) return { reason: 'always', target: forwarding.always };
  if (dnd) {
    if (forwarding.busy !== undefined) return { reason: 'doNotDisturb', target: forwarding.busy };
    throw new PbxError('doNotDisturb', `Extension ${endpointId} does not want to be disturbed.`);
  }
  if (mobile !== undefined) return { reason: 'mobile', target: mobile };
  const unreachable = exchange.contacts(endpointId).length === 0;
  if (unreachable && forwarding.notReachable !== undefined) {
    return { reason: 'notReachable', target: forwarding.notReachable };
  }
  return undefined;
}

/** A group without a free member sends calls on at once. */
function stepOfGroup(exchange: Exchange, from: Party, group: RingGroup): Step | undefined {
  const presence = groupPresence(exchange, group, from);
  if (presence === 'free') return undefined;
  const busy = presence === 'busy';
  if (group.overflow !== undefined) return { reason: busy ? 'busy' : 'notReachable', target: group.overflow };
  if (busy) throw new PbxError('busy', `Every member of group ${group.number} is in a call.`);
  throw new PbxError('endpointUnreachable', `No member of group ${group.number} can be reached.`);
}
