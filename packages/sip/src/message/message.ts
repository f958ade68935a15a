import type { CSeq } from './cseq.ts';
import type { SipHeaders } from './headers.ts';
import type { NameAddr } from './name-addr.ts';
import type { Via } from './via.ts';

/** What the transaction and dialog layers read from every message; parsed once. */
export interface MessageHead {
  /** The topmost Via. */
  readonly via: Via;
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly callId: string;
  readonly cseq: CSeq;
}

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  /** Request-URI as written. */
  readonly uri: string;
  readonly headers: SipHeaders;
  readonly body: Buffer;
  readonly head: MessageHead;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: SipHeaders;
  readonly body: Buffer;
  readonly head: MessageHead;
}

export type SipMessage = SipRequest | SipResponse;

export const noBody: Buffer = Buffer.alloc(0);

export function fromTag(message: SipMessage): string {
  return message.head.from.params.get('tag') ?? '';
}

export function toTag(message: SipMessage): string {
  return message.head.to.params.get('tag') ?? '';
}
