/** Where a call goes; `stay`: it goes on ringing where it is. */
export type Target = { readonly to: string } | 'stay';

export interface Rule {
  readonly name: string;
  /** Area codes of the caller; absent: any. */
  readonly areas?: readonly string[];
  /** Inside or outside the hours; absent: always. */
  readonly when?: 'open' | 'closed';
  readonly target: Target;
  /** Where the rule stands in the file. */
  readonly line: number;
}

/** One stretch of opening hours, on each of its days. */
export interface Hours {
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  readonly weekdays: ReadonlySet<number>;
  /** Minutes since midnight. When `to` is not after `from`, it is on the next day. */
  readonly from: number;
  readonly to: number;
  /** As written, for people. */
  readonly text: string;
}

/** What a rules file says. The first rule that fits a call decides it. */
export interface Rules {
  /** The lines that are watched. */
  readonly endpoints: readonly string[];
  /** ISO 3166 code: whose area codes are meant, and how numbers without a country code are read. */
  readonly country: string;
  /** IANA name. */
  readonly timezone: string;
  /** Empty: no hours are given, and no rule asks for them. */
  readonly hours: readonly Hours[];
  readonly rules: readonly Rule[];
  readonly fallback: Target;
}

export function targetText(target: Target): string {
  return target === 'stay' ? 'stay' : target.to;
}
