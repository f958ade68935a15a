import type { CallCause, Party } from '../calls/call.ts';
import type { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { type DialLine, openDialLine } from '../engine/open-line.ts';
import { type RingOptions, ring } from '../engine/ring.ts';
import { PbxError } from '../pbx-error.ts';
import type { Destination } from '../routing/destination.ts';
import { takeMessage } from '../voicemail/take-message.ts';
import { follow, type Route } from './follow.ts';
import { type Diversion, meanings } from './forwarding.ts';
import { Hunt } from './hunt.ts';
import { openMembers } from './open-members.ts';

/** A route with everything ready to be rung: one line, or those of a group's members. */
export interface RouteDial extends Route {
  readonly lines: readonly DialLine[];
  readonly hunt?: Hunt;
}

/**
 * Makes ready to ring whoever takes the calls of a destination; `diversions`: who has sent it on until there. Nothing is sent yet, so that a refusal changes nothing.
 * @throws PbxError doNotDisturb, busy, forwardingLoop, unknownDestination, noTrunk, endpointUnreachable, overloaded,
 * noMediaPorts
 */
export function openRoutedLine(
  exchange: Exchange,
  destination: Destination,
  from: Party,
  diversions: readonly Diversion[] = [],
): RouteDial {
  return openRoute(exchange, follow(exchange, from, { destination, diversions }), from);
}

/** @throws PbxError endpointUnreachable, overloaded, noMediaPorts */
export function openRoute(exchange: Exchange, route: Route, from: Party): RouteDial {
  const { destination, diversions } = route;
  if (route.mailbox) return { ...route, lines: [] };
  const group = destination.kind === 'endpoint' ? exchange.features.group(destination.endpointId) : undefined;
  if (group === undefined) return { ...route, lines: [{ ...openDialLine(exchange, destination), diversions }] };
  const hunt = new Hunt(group, exchange.features.takeOrder(group));
  const lines = openMembers(exchange, hunt, { from, diversions });
  if (lines.length > 0) return { ...route, lines, hunt };
  throw new PbxError('overloaded', `No line is free to the members of group ${group.number}.`);
}

/** Rings a route into a conversation. */
export function ringRoute(exchange: Exchange, conversation: Conversation, dial: RouteDial, o: RingOptions): void {
  const { lines, diversions, hunt } = dial;
  if (dial.mailbox) {
    answerInPlace(exchange, conversation, dial);
    return;
  }
  const cause = causeOf(diversions, o.cause);
  for (const line of lines) {
    const timeoutMs = hunt?.group.ringMs ?? ringTime(exchange, line.destination, o.timeoutMs);
    const leg = ring(exchange, conversation, line, { ...o, cause, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    leg.diversions = diversions;
    leg.hunt = hunt;
    leg.limited = o.timeoutMs !== undefined && o.timeoutMs === timeoutMs;
    if (hunt !== undefined && leg.record !== undefined) exchange.features.rang(hunt.group, leg.record.endpointId);
  }
}

/** The mailbox answers whoever waits. */
function answerInPlace(exchange: Exchange, conversation: Conversation, { destination }: Route): void {
  const [waiting] = conversation.legs;
  if (waiting === undefined || destination.kind !== 'endpoint' || exchange.voicemail === undefined) return;
  const { endpointId, party } = destination;
  takeMessage(exchange, exchange.voicemail, waiting, { ...party, endpointId }).catch((error: unknown) => {
    exchange.log.error({ err: error, endpointId }, 'A mailbox failed');
  });
}

/** Tells the party that waits that its call goes elsewhere (RFC 3261 section 21.1.3). */
export function tellWaiting(exchange: Exchange, conversation: Conversation, dial: Route, cause: CallCause): void {
  const change = { cause: causeOf(dial.diversions, cause), peer: dial.destination.party };
  for (const { record, line } of conversation.legs) {
    record?.move(record.state, exchange.clock.now(), change);
    line.ring(181);
  }
}

function causeOf(diversions: readonly Diversion[], otherwise: CallCause): CallCause {
  const last = diversions.at(-1);
  return last === undefined ? otherwise : meanings[last.reason].cause;
}

/** An endpoint that forwards unanswered calls rings no longer than it said. */
function ringTime(exchange: Exchange, destination: Destination, limitMs: number | undefined): number | undefined {
  if (destination.kind !== 'endpoint') return limitMs;
  const afterMs = exchange.features.of(destination.endpointId).forwarding.noAnswer?.afterMs;
  return afterMs === undefined ? limitMs : Math.min(afterMs, limitMs ?? afterMs);
}
