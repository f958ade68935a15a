import type { CallCause } from '../calls/call.ts';

/** Where an endpoint's calls go instead of ringing there, each an extension or a number outside. */
export interface Forwarding {
  readonly always?: string;
  /** Also while the endpoint does not want to be disturbed. */
  readonly busy?: string;
  readonly noAnswer?: { readonly destination: string; readonly afterMs: number };
  /** No telephone is registered, or none of them answers at all. */
  readonly notReachable?: string;
}

export type ForwardReason = 'always' | 'busy' | 'doNotDisturb' | 'noAnswer' | 'notReachable' | 'mobile' | 'unknown';

interface Meaning {
  /** Of the calls that go on (contract section 4, "cause"). */
  readonly cause: CallCause;
  /** RFC 5806 section 4.1. */
  readonly diversion: string;
}

export const meanings: Readonly<Record<ForwardReason, Meaning>> = {
  always: { cause: 'callForwardAlways', diversion: 'unconditional' },
  busy: { cause: 'callForwardBusy', diversion: 'user-busy' },
  doNotDisturb: { cause: 'callForwardBusy', diversion: 'do-not-disturb' },
  noAnswer: { cause: 'callForwardNoAnswer', diversion: 'no-answer' },
  notReachable: { cause: 'callForward', diversion: 'unavailable' },
  mobile: { cause: 'callForward', diversion: 'follow-me' },
  unknown: { cause: 'callForward', diversion: 'unknown' },
};

/** Which forwarding a final status of an endpoint's telephones calls for; 480 is also "it rang and nobody answered". */
const reasons: Readonly<Record<number, 'busy' | 'noAnswer' | 'notReachable'>> = {
  480: 'noAnswer',
  486: 'busy',
  600: 'busy',
  603: 'busy',
  // The library's words for "no answer at all" and "cannot be sent".
  408: 'notReachable',
  503: 'notReachable',
};

export function reasonOf(status: number): 'busy' | 'noAnswer' | 'notReachable' | undefined {
  return reasons[status];
}

/** The reason with this name of RFC 5806. */
export function reasonNamed(name: string): ForwardReason {
  const known = (Object.keys(meanings) as ForwardReason[]).find((reason) => meanings[reason].diversion === name);
  return known ?? 'unknown';
}

/** Who sent a call on, and why: an endpoint, or somebody elsewhere. */
export type Diversion = OwnDiversion | ToldDiversion;

interface OwnDiversion {
  readonly endpointId: string;
  readonly reason: ForwardReason;
}

/** By somebody elsewhere, as whoever called told it. */
export interface ToldDiversion {
  readonly endpointId?: undefined;
  /** Undefined: nobody may know. */
  readonly uri: string | undefined;
  readonly times: number;
  readonly reason: ForwardReason;
}

/** How often the call was sent on. */
export function timesOf(diversions: readonly Diversion[]): number {
  return diversions.reduce((sum, diversion) => sum + ('times' in diversion ? diversion.times : 1), 0);
}

const ANONYMOUS = 'sip:anonymous@anonymous.invalid';

/** Header fields that tell who sent the call on, the last one first (RFC 5806 section 5). */
export function diversionHeaders(diversions: readonly Diversion[], host: string): (readonly [string, string])[] {
  return [...diversions].reverse().map((diversion) => {
    const own = diversion.endpointId !== undefined;
    const uri = own ? `sip:${encodeURIComponent(diversion.endpointId)}@${host}` : (diversion.uri ?? ANONYMOUS);
    const { diversion: reason } = meanings[diversion.reason];
    return ['Diversion', `<${uri}>;reason=${reason};counter=${own ? 1 : diversion.times}`];
  });
}
