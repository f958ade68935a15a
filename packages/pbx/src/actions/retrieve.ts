import type { InviteSession } from '@cordboard/sip';
import type { Call } from '../calls/call.ts';
import type { CallLine, Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { showParties } from '../engine/show-parties.ts';
import { rewireAll } from '../engine/wiring.ts';
import { PbxError } from '../pbx-error.ts';
import { type ActedLeg, requireState } from './find-leg.ts';
import { askToTalk, offersTalk } from './talk-event.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * Takes a held call back. Another call that the same phone is talking on is put on hold in its place. When the phone
 * itself holds, it is asked to take the call back, if it announced that it can be asked.
 * @throws PbxError wrongState, remoteAnswerUnsupported, refused, timeout
 */
export async function retrieve(exchange: Exchange, leg: ActedLeg): Promise<Call> {
  requireState(leg, 'retrieve', 'held');
  const { line } = leg;
  if (line.phoneHolds) {
    await withTimeLimit(exchange, 'take the call back', () => takeBack(exchange, leg));
    requireState(leg, 'retrieve', 'held', 'connected');
  }
  const other = line.active === leg ? undefined : line.active;
  if (other !== undefined) putAside(exchange, other);
  line.active = leg;
  line.idleTone = undefined;
  leg.held = false;
  if (leg.record.state !== 'connected') leg.record.move('connected', exchange.clock.now());
  rewireAll(leg.conversation, other?.conversation);
  showParties(exchange, leg.conversation);
  return leg.record.snapshot();
}

/** Lets the phone end its own hold; done when it did, not when it acknowledged the request. */
async function takeBack(exchange: Exchange, { line }: ActedLeg): Promise<void> {
  const { session } = line;
  if (session === undefined || !offersTalk(announced(exchange, line, session))) {
    throw new PbxError(
      'remoteAnswerUnsupported',
      'The phone itself holds this call and does not announce "Allow-Events: talk"; take the call back at the phone.',
    );
  }
  const response = await askToTalk(session);
  if (response.status >= 300) {
    throw new PbxError('refused', `The phone itself holds this call and refused to take it back (${response.status}).`);
  }
  while (line.state === 'up' && line.phoneHolds) await line.changed();
}

/** In its INVITE or answer, else in its REGISTER. */
function announced(exchange: Exchange, line: CallLine, session: InviteSession): readonly string[] | undefined {
  if (session.allowEvents.length > 0 || line.owner.kind !== 'endpoint') return session.allowEvents;
  return exchange.contacts(line.owner.endpointId).find(({ contact }) => contact === line.contact)?.allowEvents;
}

/** Holds the call that has the phone now. */
export function putAside(exchange: Exchange, leg: Leg): void {
  leg.held = true;
  if (leg.record?.state === 'connected') leg.record.move('held', exchange.clock.now());
}
