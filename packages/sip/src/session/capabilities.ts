import type { Core } from './core.ts';

/** Methods that are taken, for Allow (RFC 3261 section 20.5). */
export const ALLOW = 'INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, INFO, NOTIFY, REFER, UPDATE, PRACK, SUBSCRIBE';

/** Extensions that the library sees to itself: RFC 3262 and RFC 4028. */
export const ownExtensions: readonly string[] = ['100rel', 'timer'];

/** What a message that opens a dialog tells of us (RFC 3261 section 13.2.1). */
export function capabilities({ extensions }: Core): (readonly [string, string])[] {
  return [
    ['Allow', ALLOW],
    ['Supported', extensions.join(', ')],
  ];
}
