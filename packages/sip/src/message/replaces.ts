import { parseParams } from './params.ts';

/** Names a dialog as its receiver knows it: `toTag` is the receiver's own tag (RFC 3891 section 6.1). */
export interface Replaces {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  /** Only while it rings. */
  readonly earlyOnly: boolean;
}

/** Reads the value of a Replaces header; undefined when it is none. Never throws. */
export function parseReplaces(value: string): Replaces | undefined {
  const semicolon = value.indexOf(';');
  const callId = value.slice(0, semicolon).trim();
  const params = semicolon < 0 ? undefined : parseParams(value.slice(semicolon));
  const toTag = params?.get('to-tag');
  const fromTag = params?.get('from-tag');
  if (callId === '' || /\s/.test(callId) || toTag === undefined || fromTag === undefined) return undefined;
  return { callId, toTag, fromTag, earlyOnly: params?.has('early-only') === true };
}

export function formatReplaces(o: Omit<Replaces, 'earlyOnly'>): string {
  return `${o.callId};to-tag=${o.toTag};from-tag=${o.fromTag}`;
}
