import type { CallCause } from '../calls/call.ts';
import type { Plan } from '../lines/patch.ts';

/** The PBX itself at the other end of a call, once the caller is where it wanted to be: a conference. */
export interface Attendant {
  /** What the party hears, unless its phone holds. */
  readonly plan: Plan;
  /** The party is gone; without a cause it hung up. */
  gone(cause: CallCause | undefined): void;
}
