import type { SipHeaders } from '../message/headers.ts';
import type { SipRequest } from '../message/message.ts';
import { parseParams } from '../message/params.ts';

/** How long a session lives unless it is refreshed (RFC 4028). */
export interface SessionTimerOptions {
  /** Proposed by us, in seconds. */
  readonly intervalSeconds: number;
  /** Shorter ones are refused; not below 90 (section 4). */
  readonly minSeconds: number;
}

/** Session-Expires as it is written: the roles are those of the request that negotiates. */
export interface SessionExpires {
  readonly seconds: number;
  readonly refresher: 'uac' | 'uas' | undefined;
}

/** What both sides have agreed upon. */
export interface Agreed {
  readonly seconds: number;
  readonly weRefresh: boolean;
}

/** Section 4. */
const LEAST_SECONDS = 90;

export function readSessionExpires(headers: SipHeaders): SessionExpires | undefined {
  const value = headers.get('session-expires') ?? '';
  const semicolon = value.indexOf(';');
  const seconds = secondsOf(semicolon < 0 ? value : value.slice(0, semicolon));
  if (seconds === undefined) return undefined;
  const refresher = semicolon < 0 ? undefined : parseParams(value.slice(semicolon))?.get('refresher')?.toLowerCase();
  return { seconds, refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined };
}

export function readMinSe(headers: SipHeaders): number | undefined {
  return secondsOf((headers.get('min-se') ?? '').split(';')[0] ?? '');
}

/** For a request that proposes; `refresher` undefined leaves the choice to the peer (section 7.1). */
export function proposal(o: SessionTimerOptions, refresher?: 'uac' | 'uas'): readonly (readonly [string, string])[] {
  const who = refresher === undefined ? '' : `;refresher=${refresher}`;
  return [
    ['Session-Expires', `${Math.max(o.intervalSeconds, o.minSeconds)}${who}`],
    ['Min-SE', String(o.minSeconds)],
  ];
}

/** Headers of the 422 to a request that proposes too short a life (section 9); undefined: it does not. */
export function refuseBrief(
  { headers }: SipRequest,
  o: SessionTimerOptions | undefined,
): Readonly<Record<string, string>> | undefined {
  const asked = readSessionExpires(headers);
  const least = o?.minSeconds ?? LEAST_SECONDS;
  // A proxy put it in for a caller who could not understand the refusal.
  const understands = headers.all('supported').some((tag) => tag.toLowerCase() === 'timer');
  return asked !== undefined && asked.seconds < least && understands ? { 'Min-SE': String(least) } : undefined;
}

/** What our 2xx agrees to (section 9, table 2). Undefined: there is no timer. */
export function agree(
  headers: SipHeaders,
  peerKnowsTimers: boolean,
  o: SessionTimerOptions | undefined,
  otherwise: 'uac' | 'uas' = 'uac',
): SessionExpires | undefined {
  const asked = readSessionExpires(headers);
  if (asked === undefined && (o === undefined || !peerKnowsTimers)) return undefined;
  const wanted = Math.min(asked?.seconds ?? Number.POSITIVE_INFINITY, o?.intervalSeconds ?? Number.POSITIVE_INFINITY);
  const seconds = Math.max(wanted, readMinSe(headers) ?? 0, o?.minSeconds ?? 0);
  return { seconds, refresher: peerKnowsTimers ? (asked?.refresher ?? otherwise) : 'uas' };
}

export function agreedFields({ seconds, refresher }: SessionExpires): (readonly [string, string])[] {
  const required = refresher === 'uac' ? [['Require', 'timer'] as const] : [];
  return [['Session-Expires', `${seconds};refresher=${refresher}`], ...required];
}

function secondsOf(text: string): number | undefined {
  return /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined;
}
