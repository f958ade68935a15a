import { areaOf, type Caller } from './caller.ts';
import { isOpen } from './hours.ts';
import type { Rule, Rules, Target } from './rules.ts';

/** What was found out about one rule. */
export interface Step {
  readonly rule: string;
  readonly fits: boolean;
  /** In words. */
  readonly why: string;
  readonly target: Target;
}

export interface Verdict {
  /** Name of the rule that decides, or `default`. */
  readonly rule: string;
  readonly target: Target;
  /** Undefined: the file gives no hours. */
  readonly open: boolean | undefined;
  /** Every rule in order, and the default at the end. */
  readonly steps: readonly Step[];
}

/** Which rule decides a call of this caller at this time: the first that fits, else the default. */
export function decide(rules: Rules, caller: Caller, at: Temporal.Instant): Verdict {
  const open = rules.hours.length === 0 ? undefined : isOpen(rules, at);
  const steps = rules.rules.map((rule) => ask(rule, rules, caller, open));
  const fallback = { rule: 'default', fits: true, why: 'for every other call', target: rules.fallback };
  const first = steps.find(({ fits }) => fits) ?? fallback;
  return { rule: first.rule, target: first.target, open, steps: [...steps, fallback] };
}

/** Conditions of a rule must all hold; a rule without any fits every call. */
function ask(rule: Rule, rules: Rules, caller: Caller, open: boolean | undefined): Step {
  const asked = [askArea(rule, rules, caller), askHours(rule, open)].filter((one) => one !== undefined);
  const failed = asked.filter(({ holds }) => !holds);
  const reasons = (failed.length > 0 ? failed : asked).map(({ why }) => why);
  return {
    rule: rule.name,
    fits: failed.length === 0,
    why: reasons.join(', ') || 'no conditions',
    target: rule.target,
  };
}

interface Asked {
  readonly holds: boolean;
  readonly why: string;
}

function askArea({ areas }: Rule, { country }: Rules, caller: Caller): Asked | undefined {
  if (areas === undefined) return undefined;
  const area = areaOf(caller, areas, country);
  if (area !== undefined) return { holds: true, why: `area code ${area}` };
  return { holds: false, why: `area code is not ${areas.join(' or ')}` };
}

function askHours({ when }: Rule, open: boolean | undefined): Asked | undefined {
  if (when === undefined) return undefined;
  return { holds: (when === 'open') === open, why: open ? 'open at this time' : 'closed at this time' };
}
