import type { Core } from './core.ts';

/** Methods that are taken, for Allow (RFC 3261 section 20.5). */
export const ALLOW = 'INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, INFO, NOTIFY, REFER';

/** What a message that opens a dialog tells of us (RFC 3261 section 13.2.1). */
export function capabilities({ extensions }: Core): (readonly [string, string])[] {
  const supported = extensions.length === 0 ? [] : [['Supported', extensions.join(', ')] as const];
  return [['Allow', ALLOW], ...supported];
}
