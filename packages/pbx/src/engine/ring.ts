import type { CallCause, Party } from '../calls/call.ts';
import { protectionOf } from '../dialling/protection-of.ts';
import type { AudioProtection } from '../media/index.ts';
import type { Contact } from '../registrar/bindings.ts';
import type { Conversation, Leg } from './conversation.ts';
import type { Exchange, InviteRequest } from './exchange.ts';
import { openLeg } from './open-leg.ts';
import type { DialLine } from './open-line.ts';
import { showParties } from './show-parties.ts';
import { rewireAll } from './wiring.ts';

/** Stands for "it rang and nobody answered", also on a trunk, where 408 means a dead peer. */
const RING_TIMEOUT = 480;

export interface RingOptions {
  readonly cause: CallCause;
  /** Who is calling, as the rung party shall see it. */
  readonly from: Party;
  readonly timeoutMs?: number;
  /** Further headers for the INVITEs. */
  readonly headers?: InviteRequest['headers'];
}

/** Rings a destination into a conversation: the INVITEs go out and the endpoint's call is `ringing`. */
export function ring(exchange: Exchange, conversation: Conversation, dial: DialLine, o: RingOptions): Leg {
  const { line, destination, callId } = dial;
  const leg = openLeg(exchange, {
    conversation,
    line,
    party: destination.party,
    peer: o.from,
    direction: 'inbound',
    state: 'ringing',
    cause: o.cause,
    callId,
  });
  sendInvites(exchange, dial, {
    from: o.from,
    headers: o.headers ?? [],
    opus: leg.far?.line.opus === true,
    hops: conversation.arrival.hops,
  });
  watchRinging(exchange, dial, o.timeoutMs);
  rewireAll(conversation);
  showParties(exchange, conversation);
  return leg;
}

/** Sends the INVITEs of a line: to every device of an endpoint, or to the trunk. `opus`: who waits has it. */
export function sendInvites(
  exchange: Exchange,
  { line, destination, contacts, diversions = [] }: DialLine,
  o: Pick<InviteRequest, 'headers' | 'hops'> & { from: Party; opus?: boolean },
): void {
  const request = (protection: AudioProtection) => ({
    number: o.from.number,
    name: o.from.name,
    body: line.media.offer({ opus: o.opus === true && destination.kind === 'endpoint' }, protection),
    headers: o.headers,
    diversions,
    ...(o.hops === undefined ? {} : { hops: o.hops }),
  });
  const device = (contact: Contact) => {
    const offer = request(protectionOf(contact, exchange.srtp));
    return { contact, invite: exchange.dialler.device(contact, offer) };
  };
  line.dial(
    destination.kind === 'endpoint'
      ? contacts.map(device)
      : [{ contact: undefined, invite: exchange.dialler.trunk(destination, request('plain')) }],
  );
}

/** Timer of a line that rings and nobody answers; silent trunks are seen to by their own hunt. */
export function watchRinging(exchange: Exchange, { line }: DialLine, timeoutMs?: number): void {
  const giveUp = (status: number) => {
    if (line.state !== 'dialling') return;
    line.release();
    exchange.lineEvents.failed(line, status);
  };
  const { deadlines, timings } = exchange;
  line.ringTimers.push(deadlines.after(timeoutMs ?? timings.ringTimeoutMs, () => giveUp(RING_TIMEOUT)));
}
