import type { Call } from '../calls/call.ts';
import type { Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { rewireAll } from '../engine/wiring.ts';
import { PbxError } from '../pbx-error.ts';
import { type ActedLeg, requireState } from './find-leg.ts';

/**
 * Takes a held call back. Another call that the same phone is talking on is put on hold in its place. When the phone
 * itself holds, it is asked by re-INVITE to listen again.
 * @throws PbxError wrongState, refused
 */
export async function retrieve(exchange: Exchange, leg: ActedLeg): Promise<Call> {
  requireState(leg, 'retrieve', 'held');
  const { line } = leg;
  if (line.phoneHolds) {
    await line.askToListen();
    requireState(leg, 'retrieve', 'held', 'connected');
    if (line.phoneHolds) {
      throw new PbxError('refused', 'The phone itself holds this call and did not take it back; retrieve it there.');
    }
  }
  const other = line.active === leg ? undefined : line.active;
  if (other !== undefined) putAside(exchange, other);
  line.active = leg;
  line.idleTone = undefined;
  leg.held = false;
  if (leg.record.state !== 'connected') leg.record.move('connected', exchange.clock.now());
  rewireAll(leg.conversation, other?.conversation);
  return leg.record.snapshot();
}

/** Holds the call that has the phone now. */
export function putAside(exchange: Exchange, leg: Leg): void {
  leg.held = true;
  if (leg.record?.state === 'connected') leg.record.move('held', exchange.clock.now());
}
