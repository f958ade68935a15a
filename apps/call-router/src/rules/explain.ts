import { parseCaller } from './caller.ts';
import { decide } from './decide.ts';
import { type Rules, targetText } from './rules.ts';

/** Why a call of this number at this time goes where it goes: a line for each rule. */
export function explain(rules: Rules, number: string, at: Temporal.Instant): string {
  const local = at.toZonedDateTimeISO(rules.timezone);
  const day = local.toLocaleString('en', { weekday: 'short' });
  const time = `${day} ${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${rules.timezone}`;
  const caller = parseCaller(number, rules.country);
  if (caller === undefined) {
    return `"${number}" is no outside number of ${rules.country} or with a country code: its calls are left alone.`;
  }
  const verdict = decide(rules, caller, at);
  const hours = rules.hours.map(({ text }) => text).join('; ');
  const width = Math.max(...verdict.steps.map(({ rule }) => rule.length));
  const chosen = verdict.steps.findIndex(({ fits }) => fits);
  const lines = verdict.steps.map(({ rule, fits, why, target }, i) => {
    const mark = i === chosen ? '->' : '  ';
    const result = !fits ? 'no:' : i === chosen ? 'yes:' : 'too late:';
    return `${mark} ${rule.padEnd(width)}  ${result.padEnd(9)} ${why} (${targetText(target)})`;
  });
  return [
    `${caller.shown} at ${time}${verdict.open === undefined ? '' : `, ${verdict.open ? 'open' : 'closed'} (${hours})`}`,
    ...lines,
    verdict.target === 'stay' ? 'The call stays where it rings.' : `The call goes to ${verdict.target.to}.`,
  ].join('\n');
}

/** Reads `2026-11-24T20:00`, local to the rules, or with Z or an offset. Throws RangeError. */
export function readTime(text: string, timezone: string): Temporal.Instant {
  if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text)) return Temporal.Instant.from(text);
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).toInstant();
}
