import type { SipRequest } from '@cordboard/sip';
import type { Diversion } from '../features/forwarding.ts';
import { hidden, numberOf, toldDiversions } from '../features/told-diversions.ts';
import type { LineOwner } from '../lines/line.ts';

/** The way that a call had come before it came here, so that one that goes round in a circle ends some time. */
export interface Arrival {
  /** Who had sent it on. */
  readonly diversions: readonly Diversion[];
  /** How many it may still take on its way out of here (RFC 3261 section 8.1.1.6). */
  readonly hops: number;
  /** Number that was dialled first, when another one rings now. */
  readonly calledFirst?: string;
}

const MAX_HOPS = 70;

/** Of a call that begins here. */
export const beginning: Arrival = { diversions: [], hops: MAX_HOPS };

/** Telephones are counted as the network is, but what they tell of others goes no further. */
export function arrivalOf({ headers }: SipRequest, owner: LineOwner): Arrival {
  const hops = hopsAfter(headers.get('max-forwards'));
  const told = toldDiversions(headers);
  if (owner.kind === 'endpoint') return { diversions: told.map(hidden), hops };
  const calledFirst = told[0] === undefined ? undefined : numberOf(told[0]);
  return { diversions: told, hops, ...(calledFirst === undefined ? {} : { calledFirst }) };
}

/** RFC 7332 section 4: what goes on has one hop less than what came. */
function hopsAfter(written = ''): number {
  return /^\s*\d{1,3}\s*$/.test(written) ? Math.max(0, Math.min(Number(written), MAX_HOPS) - 1) : MAX_HOPS;
}
