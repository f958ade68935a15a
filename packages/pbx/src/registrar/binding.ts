import type { TransportKind } from '@cordboard/sip';
import type { Outbound } from './outbound.ts';

/** Where a registration came from: answers and new requests go there, not to the Contact's host (RFC 3581, RFC 5626). */
export interface BindingSource {
  readonly transport: TransportKind;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** One registered contact of an endpoint (RFC 3261 section 10.3). */
export interface Binding {
  readonly endpointId: string;
  /** Contact URI as the phone wrote it; the key within the endpoint. */
  readonly contact: string;
  /** Call-ID and CSeq of the REGISTER that wrote the binding: an older one must not undo it (RFC 3261 10.3 step 7). */
  readonly callId: string;
  readonly cseq: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly userAgent: string;
  /** Event packages that the phone accepts; `talk` means remote answer. Undefined: it did not say. */
  readonly allowEvents?: readonly string[];
  /** Proxies on the way to the phone, the nearest first (RFC 3327). */
  readonly path?: readonly string[];
  /** Set when the phone wants to be reached by the connection that it registered by. */
  readonly outbound?: Outbound;
  readonly source: BindingSource;
}
