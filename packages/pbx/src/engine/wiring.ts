import type { Plan } from '../lines/patch.ts';
import type { CallLine, Conversation } from './conversation.ts';

/** What a line's party must hear now: a pure function of the calls. */
export function planOf(line: CallLine): Plan {
  const leg = line.active;
  if (leg === undefined) return { play: line.idleTone };
  const { mixer } = leg.conversation;
  if (mixer !== undefined) return leg.held || line.phoneHolds ? { play: undefined } : { mix: mixer };
  const far = leg.far;
  if (line.state !== 'up' || far === undefined || leg.held || leg.phoneHolds) return { play: undefined };
  if (far.line.state === 'dialling') return { play: 'ringback' };
  if (far.line.state !== 'up') return { play: undefined };
  return far.onHold ? { play: 'hold' } : { join: far.line.patch };
}

/** Wires the media of a line anew. */
export function rewire(line: CallLine): void {
  if (line.state === 'ended') return;
  for (const leg of line.legs) leg.recording?.follow(leg.active);
  line.patch.apply(planOf(line));
}

/** Wires the media of both sides anew, after anything about them changed. */
export function rewireAll(...conversations: (Conversation | undefined)[]): void {
  for (const conversation of conversations) {
    for (const leg of conversation?.legs ?? []) rewire(leg.line);
  }
}
