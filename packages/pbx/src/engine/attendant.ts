import type { CallCause } from '../calls/call.ts';
import type { Plan } from '../lines/patch.ts';

/** The PBX itself at the other end of a call: a conference, or who asks for its access code. */
export interface Attendant {
  /** What the party hears, unless its phone holds. */
  readonly plan: Plan;
  /** A key that the party pressed. */
  digit(digit: string): void;
  /** The party is gone; without a cause it hung up. */
  gone(cause: CallCause | undefined): void;
}
