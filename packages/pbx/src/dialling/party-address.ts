import { encodeUser } from '@cordboard/sip';
import type { Party } from '../calls/call.ts';

/** Number of a party that does not want to be known. */
export const ANONYMOUS = 'anonymous';

/** How a phone is told of a party; one that hides gets the address of RFC 3323 section 4.1.1.3. */
export function partyAddress(o: Pick<Party, 'number' | 'name'>, host: string): { uri: string; displayName?: string } {
  if (o.number === ANONYMOUS) return { uri: 'sip:anonymous@anonymous.invalid', displayName: 'Anonymous' };
  return {
    uri: `sip:${encodeUser(o.number)}@${host}`,
    ...(o.name === undefined ? {} : { displayName: o.name }),
  };
}
