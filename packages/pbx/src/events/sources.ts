import { encodeUser } from '@cordboard/sip';
import type { Exchange } from '../engine/exchange.ts';

/** What the packages show is read from here. */
export interface Sources {
  readonly exchange: Exchange;
  /** Behind the @ of our numbers. */
  readonly host: string;
}

export function entityOf({ host }: Sources, endpointId: string): string {
  return `sip:${encodeUser(endpointId)}@${host}`;
}
