import type { CallCause, CallDirection, PbxErrorCode } from '../../src/index.ts';

/**
 * A and B have a phone that programs may answer, C one that they may not, D has none; G is a ring group; mailbox is the
 * number at which messages are heard; nobody is a number that no extension has; outside is behind the trunk.
 */
export const numbers = {
  A: '2880',
  B: '2881',
  C: '2882',
  D: '2883',
  G: '2900',
  mailbox: '*97',
  nobody: '2899',
  outside: '+16135550100',
} as const;

export type PartyName = keyof typeof numbers;
export type PhoneName = 'A' | 'B' | 'C' | 'outside';

/** One change of one endpoint's call, as listeners see it: whose, towards whom, and what it shows then. */
export type Change = readonly [
  endpoint: PartyName,
  direction: CallDirection,
  other: PartyName,
  state: 'ringing' | 'connected' | 'held' | 'idle',
  cause: CallCause,
];

/** What is the case before something happens; each is played by `settings.ts`. */
export type Setting =
  | 'nothing'
  | 'outside rings A'
  | 'outside rings C'
  | 'A rings B'
  | 'A rings outside'
  | 'A’s phone rings to call B'
  | 'outside talks with A'
  | 'A talks with B'
  | 'A holds outside'
  | 'B holds A'
  | 'A’s phone holds outside'
  | 'C’s phone holds outside'
  | 'A rings B about outside'
  | 'A consults B about outside'
  | 'A consults outside about B'
  | 'B consults C about A'
  | 'A, B and outside confer'
  | 'G rings B and C for A'
  | 'A’s phone rings B about outside'
  | 'A’s phone consults B about outside'
  | 'outside, sent on by A, rings B';

/** One line of docs/call-states.md, and one test. */
export interface Row {
  readonly before: Setting;
  readonly happens: string;
  /** In order for each endpoint; the order between two endpoints is not promised. */
  readonly changes: readonly Change[];
  /** Final SIP status that the caller's phone gets, when its call is never answered. */
  readonly told?: number;
  /** Error that the acting program gets. */
  readonly error?: PbxErrorCode;
}

export interface Section<Name extends string = string> {
  readonly title: string;
  readonly text: string;
  readonly rows: Readonly<Record<Name, Row>>;
}
