import type { Party } from '../calls/call.ts';
import type { OutsideNumber } from './numbering.ts';

/** Where a call goes: an extension of this PBX or a number outside. */
export type Destination = EndpointDestination | TrunkDestination;

interface EndpointDestination {
  readonly kind: 'endpoint';
  readonly endpointId: string;
  readonly party: Party;
}

export interface TrunkDestination {
  readonly kind: 'trunk';
  /** As dialled, without marks and outside prefix. */
  readonly number: string;
  readonly outside: OutsideNumber;
  /** In the order in which they are tried. */
  readonly trunkIds: readonly string[];
  /** Never refused by limits. */
  readonly emergency: boolean;
  readonly party: Party;
}
