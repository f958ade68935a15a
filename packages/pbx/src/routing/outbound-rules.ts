import type { OutsideNumber } from './numbering.ts';

/** Which trunks carry the numbers that begin so. */
export interface OutboundRule {
  /** With a + for E.164 numbers, without for numbers as dialled; '' takes every number. */
  readonly prefix: string;
  /** In the order in which they are tried; none: such numbers are not dialled. */
  readonly trunkIds: readonly string[];
}

/** Everything about the way out that administrators write; replaced as a whole. */
export interface OutboundRules {
  /** None: every number may go by every trunk, in the order of the trunks. */
  readonly rules: readonly OutboundRule[];
  /** Trunks for emergency numbers, in order; after them all others are tried. */
  readonly emergencyTrunkIds: readonly string[];
  /** Extension or group that rings for calls from outside which name nobody here. */
  readonly defaultDestination?: string;
}

export const noRules: OutboundRules = { rules: [], emergencyTrunkIds: [] };

/** The rule with the longest prefix; of equals the first. */
export function ruleFor(rules: readonly OutboundRule[], number: OutsideNumber): OutboundRule | undefined {
  let best: OutboundRule | undefined;
  for (const rule of rules) {
    if (begins(number, rule.prefix) && (best === undefined || rule.prefix.length > best.prefix.length)) best = rule;
  }
  return best;
}

function begins({ dialled, e164 }: OutsideNumber, prefix: string): boolean {
  return prefix.startsWith('+') ? e164?.startsWith(prefix) === true : dialled.startsWith(prefix);
}
