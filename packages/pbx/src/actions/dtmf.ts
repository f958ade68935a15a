import { areDigits } from '@cordboard/rtp';
import type { Call } from '../calls/call.ts';
import { sendDigits } from '../engine/digits.ts';
import { PbxError } from '../pbx-error.ts';
import { type ActedLeg, requireAnswered, requireState } from './find-leg.ts';

/**
 * Presses keys for the endpoint: the far party hears of them, in RTP or by INFO. Done when they are sent.
 * @throws PbxError wrongState, notDigits, refused
 */
export async function dtmf(leg: ActedLeg, digits: string): Promise<Call> {
  if (!areDigits(digits)) throw new PbxError('notDigits', 'Digits are 0 to 9, *, # and A to D, at least one of them.');
  requireState(leg, 'dtmf', 'connected');
  requireAnswered(leg, 'dtmf');
  const others = leg.conversation.legs.filter((other) => other !== leg).map(({ line }) => line);
  const sent = await Promise.all(others.map((line) => sendDigits(line, digits)));
  if (!sent.includes(true)) throw new PbxError('refused', 'The far party did not take the digits.');
  return leg.record.snapshot();
}
