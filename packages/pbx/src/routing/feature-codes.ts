import type { Numbering } from './numbering.ts';

/** What a telephone can ask of this PBX by dialling. */
export type Feature =
  | 'ownMailbox'
  | 'forwardingOn'
  | 'forwardingOff'
  | 'doNotDisturbOn'
  | 'doNotDisturbOff'
  | 'callBack'
  | 'pickUpInGroup'
  | 'pickUp';

interface FeatureCode {
  readonly code: string;
  readonly feature: Feature;
  /** A number is dialled behind it. */
  readonly withNumber?: true;
  readonly words: string;
}

/** The codes that people know from other systems (docs/guides/phones.md lists them, too). */
export const featureCodes: readonly FeatureCode[] = [
  { code: '*97', feature: 'ownMailbox', words: 'the telephone hears its own mailbox' },
  {
    code: '*72',
    feature: 'forwardingOn',
    withNumber: true,
    words: 'all calls of the telephone go to the number behind it',
  },
  { code: '*73', feature: 'forwardingOff', words: 'calls ring at the telephone again' },
  { code: '*78', feature: 'doNotDisturbOn', words: 'the telephone does not want to be disturbed' },
  { code: '*79', feature: 'doNotDisturbOff', words: 'the telephone may be disturbed again' },
  { code: '*69', feature: 'callBack', words: 'the telephone calls whoever called it last' },
  {
    code: '*8',
    feature: 'pickUpInGroup',
    words: 'the telephone takes a call that rings at a member of its ring groups',
  },
  {
    code: '**',
    feature: 'pickUp',
    withNumber: true,
    words: 'the telephone takes the call that rings at the extension behind it',
  },
];

export interface DialledCode extends FeatureCode {
  /** Behind the code; empty when the code takes none. */
  readonly number: string;
}

/** The code in a number without marks; undefined when it is none, or codes are switched off. */
export function readFeatureCode(dialled: string, numbering: Numbering): DialledCode | undefined {
  if (numbering.featureCodes === false || !dialled.startsWith('*')) return undefined;
  for (const code of featureCodes) {
    const number = dialled.slice(code.code.length);
    const fits = code.withNumber === true ? /^\+?[0-9]{0,32}$/.test(number) : number === '';
    if (dialled.startsWith(code.code) && fits) return { ...code, number };
  }
  return undefined;
}
