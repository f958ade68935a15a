import type { NumberFormat } from '../routing/numbering.ts';

/** Whose number a call out shows; each falls back on the next: endpoint, account, trunk, then the caller as it is. */
export type CallerIdRule = 'endpoint' | 'account' | 'trunk' | 'anonymous';

/** A way to the world outside: a carrier, or another PBX. */
export interface Trunk {
  readonly trunkId: string;
  readonly name: string;
  /** Address or DNS name. */
  readonly host: string;
  /** Undefined: found by SRV (RFC 3263 section 4.2), else the standard port. */
  readonly port?: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** static: known by its address. registering: we register there, and it calls that contact. */
  readonly mode: 'static' | 'registering';
  /** Answers its challenges (401, 407). */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Digest that it must answer ours with; a trunk that has it may call from any address. */
  readonly inbound?: { readonly username: string; readonly ha1Md5: string; readonly ha1Sha256: string };
  /** Its P-Asserted-Identity is believed, and it gets ours (RFC 3325). */
  readonly trusted: boolean;
  /** Calls at a time, in and out together; emergency calls are not counted out. */
  readonly maxCalls?: number;
  readonly callerId: CallerIdRule;
  /** Its own number. */
  readonly callerNumber?: string;
  readonly numberFormat: NumberFormat;
  readonly enabled: boolean;
}

export interface TrunkState {
  readonly trunkId: string;
  /** Of a registering trunk: does it know us now? */
  readonly registered?: boolean;
  /** Can it be expected to take a call? */
  readonly up: boolean;
  /** It failed a moment ago and is tried last until then, in milliseconds since the epoch. */
  readonly restingUntil?: number;
  /** Why it is not up, in words. */
  readonly fault?: string;
  readonly calls: number;
}
