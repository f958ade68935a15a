import type { IncomingInvite } from '@cordboard/sip';
import type { Party } from '../calls/call.ts';
import { dialIn } from '../conferences/dial-in.ts';
import { protectionBy } from '../dialling/protection-of.ts';
import { openRoutedLine, ringRoute, tellWaiting } from '../features/ring-route.ts';
import type { LineOwner } from '../lines/line.ts';
import type { AudioProtection } from '../media/index.ts';
import type { Destination } from '../routing/destination.ts';
import { arrivalOf } from './arrival.ts';
import { type CallLine, Conversation } from './conversation.ts';
import type { Exchange } from './exchange.ts';
import { endConversation } from './finish.ts';
import { openLeg } from './open-leg.ts';
import { openLine } from './open-line.ts';
import { refusalOf } from './refusals.ts';

/** A caller who has been let in: an endpoint by digest, or the trunk by its address. */
export interface Caller {
  readonly owner: LineOwner;
  readonly party: Party;
  /** Contact of the calling device. */
  readonly contact: string | undefined;
}

/** Seconds after which a refused caller may try again (RFC 3261 section 20.33). */
const RETRY_AFTER = { 'Retry-After': '5' } as const;

/** A new call arrives: seats the caller and rings what was dialled. */
export function receiveInvite(exchange: Exchange, invite: IncomingInvite, caller: Caller, written: string): void {
  const { number: dialled, accessCode } = exchange.rooms.read(written);
  const outside = caller.owner.kind === 'trunk';
  const destination = outside ? exchange.routing.fromTrunk(dialled) : undefined;
  if (outside && destination === undefined) {
    invite.reject(404);
    return;
  }
  const conversation = seat(exchange, invite, caller, dialled, destination?.party);
  if (conversation === undefined) return;
  conversation.accessCode = accessCode;
  place(exchange, conversation, caller.party, () => destination ?? exchange.routing.fromInside(dialled));
}

/** A conversation with the caller alone, who waits; undefined when the INVITE has been refused. */
export function seat(
  exchange: Exchange,
  invite: IncomingInvite,
  caller: Caller,
  dialled: string,
  peer = exchange.routing.partyOf(dialled),
): Conversation | undefined {
  const outside = caller.owner.kind === 'trunk';
  const line = takeLine(exchange, invite, caller, !outside && exchange.routing.isEmergency(dialled));
  if (line === undefined) return undefined;
  const conversation = new Conversation(exchange.newTrackingId(), dialled, arrivalOf(invite.request, caller.owner));
  try {
    openLeg(exchange, {
      conversation,
      line,
      party: caller.party,
      peer,
      direction: 'outbound',
      state: 'connected',
      cause: 'newCall',
      callId: outside ? '' : exchange.ids.next(),
    });
    return conversation;
  } catch (error) {
    line.release(503, RETRY_AFTER);
    exchange.log.warn({ err: error }, 'A call was refused');
    return undefined;
  }
}

/** Rings a destination for the party that waits; a refusal ends the conversation with its cause. */
export function place(
  exchange: Exchange,
  conversation: Conversation,
  from: Party,
  destination: () => Destination,
  timeoutMs?: number,
): void {
  try {
    const wanted = destination();
    if (wanted.kind === 'endpoint' && exchange.rooms.answers(wanted.endpointId)) {
      dialIn(exchange, conversation, { caller: from, dialled: wanted.party });
      return;
    }
    const { diversions } = conversation.arrival;
    const dial = openRoutedLine(exchange, wanted, from, diversions);
    const o = { cause: 'newCall', from, ...(timeoutMs === undefined ? {} : { timeoutMs }) } as const;
    if (dial.diversions.length > diversions.length) tellWaiting(exchange, conversation, dial, o.cause);
    ringRoute(exchange, conversation, dial, o);
  } catch (error) {
    const refusal = refusalOf(error) ?? { cause: 'destNotObtainable', status: 480 };
    endConversation(exchange, conversation, refusal.cause, refusal.status);
  }
}

/** The caller's line, with its offer taken; undefined when the INVITE has been refused. */
export function takeLine(
  exchange: Exchange,
  invite: IncomingInvite,
  caller: Caller,
  emergency = false,
): CallLine | undefined {
  let line: CallLine;
  try {
    line = openLine(exchange, caller.owner, emergency);
  } catch (error) {
    exchange.log.warn({ err: error }, 'A call was refused');
    invite.reject(503, undefined, RETRY_AFTER);
    return undefined;
  }
  line.contact = caller.contact;
  try {
    line.receive(invite, protectionFor(exchange, invite, caller));
    return line;
  } catch (error) {
    exchange.log.info({ err: error }, 'An offer has no usable media');
    line.release(488);
    return undefined;
  }
}

/** What a caller without an offer is offered: the same as when it is called. */
function protectionFor({ srtp }: Exchange, { flow }: IncomingInvite, { owner }: Caller): AudioProtection {
  return owner.kind === 'endpoint' ? protectionBy(flow.transport, srtp) : 'plain';
}
