import type { Pbx } from '@cordboard/pbx';

/** To whom a telephone line belongs. */
export interface EndpointEntry {
  readonly endpointId: string;
  readonly accountId: string;
  readonly userId: string;
  readonly siteId: string;
  /** A ring group's number, which is no telephone line. */
  readonly group?: true;
}

/** The link between the media service and the PBX of a site (design section 7). */
export interface Gateway {
  /** Name of the PBX in notifications (`deviceId`). */
  readonly name: string;
  readonly pbx: Pbx;
  entry(endpointId: string): EndpointEntry | undefined;
  /** The numbers by which an endpoint is reached: its own and its outside ones. */
  numbersOf(endpointId: string): string[];
}
