import type { Plan } from '../lines/patch.ts';
import type { CallLine, Conversation } from './conversation.ts';

/** What a line's party must hear now: a pure function of the calls. */
export function planOf(line: CallLine): Plan {
  const leg = line.active;
  if (leg === undefined) return { play: line.idleTone };
  const { attendant, mixer } = leg.conversation;
  if (attendant !== undefined) return leg.held || line.phoneHolds ? { play: undefined } : attendant.plan;
  if (mixer !== undefined) return leg.held || line.phoneHolds ? { play: undefined } : { mix: mixer };
  const far = leg.far;
  if (far === undefined || !listens(line) || leg.held || leg.phoneHolds) return { play: undefined };
  // Before the answer there is nobody to play music to.
  if (line.state === 'dialling')
    return listens(far.line) && !far.onHold ? { join: far.line.patch } : { play: undefined };
  if (far.line.state === 'dialling') return far.line.early ? { join: far.line.patch } : { play: 'ringback' };
  if (far.line.state !== 'up') return { play: undefined };
  return far.onHold ? { play: 'hold' } : { join: far.line.patch };
}

/** Is there a way for audio, to and fro? */
function listens(line: CallLine): boolean {
  return line.state === 'up' || line.early;
}

/** Wires the media of a line anew. */
export function rewire(line: CallLine): void {
  if (line.state === 'ended') return;
  for (const leg of line.legs) leg.recording?.follow(leg.active);
  const plan = planOf(line);
  line.patch.apply(plan);
  if (!bearsOpus(line, plan)) line.useG711();
}

/** Can what its party says and hears be Opus? Only as long as it need not be understood here. */
function bearsOpus({ active, media }: CallLine, plan: Plan): boolean {
  const recorded = active?.conversation.legs.some(({ recording }) => recording?.live === true) === true;
  if (recorded || 'mix' in plan) return false;
  return 'join' in plan ? active?.far?.line.opus === true : plan.play === undefined || media.takesG711;
}

/** Wires the media of both sides anew, after anything about them changed. */
export function rewireAll(...conversations: (Conversation | undefined)[]): void {
  for (const conversation of conversations) {
    for (const leg of conversation?.legs ?? []) rewire(leg.line);
  }
}
