import type { Call } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import { rewireAll } from '../engine/wiring.ts';
import { type ActedLeg, requireAnswered, requireState } from './find-leg.ts';
import { retrieve } from './retrieve.ts';

/** Puts the far party on hold music; on a held call the same as retrieve (contract section 8, item 5). */
export async function hold(exchange: Exchange, leg: ActedLeg): Promise<Call> {
  if (leg.record.state === 'held') return retrieve(exchange, leg);
  requireState(leg, 'hold', 'connected');
  requireAnswered(leg, 'hold');
  leg.held = true;
  leg.record.move('held', exchange.clock.now());
  rewireAll(leg.conversation);
  return leg.record.snapshot();
}
