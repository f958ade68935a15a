import { isCountry } from './caller.ts';
import { Cursor, type RulesProblem } from './cursor.ts';
import { readEndpoints } from './endpoints.ts';
import { readHours } from './hours.ts';
import type { Hours, Rule, Rules, Target } from './rules.ts';

/** A rules file that cannot be used, with all its mistakes. */
export class RulesError extends Error {
  override readonly name = 'RulesError';
  readonly problems: readonly RulesProblem[];

  constructor(fileName: string, problems: readonly RulesProblem[]) {
    super(problems.map((problem) => describe(fileName, problem)).join('\n'));
    this.problems = problems;
  }
}

/** Reads the text of a rules file. Throws RulesError, a line for each mistake. */
export function readRules(text: string, fileName = 'rules.yaml'): Rules {
  const { top, problems } = Cursor.open(text);
  const rules = problems.length === 0 ? readTop(top) : undefined;
  const sorted = problems.sort((a, b) => a.line - b.line || a.column - b.column);
  if (rules === undefined || sorted.length > 0) throw new RulesError(fileName, sorted);
  return rules;
}

function describe(fileName: string, { line, column, field, message }: RulesProblem): string {
  return `${fileName}:${line}:${column}: ${field === '' ? '' : `${field}: `}${message}`;
}

function readTop(top: Cursor): Rules | undefined {
  const fields = top.fields(['endpoints', 'country', 'timezone', 'hours', 'rules', 'default']);
  if (fields === undefined) return undefined;
  const endpoints = fields.endpoints === undefined ? [] : readEndpoints(fields.endpoints);
  if (fields.endpoints === undefined) top.problem('needs `endpoints`: the lines to watch');
  else if (!fields.endpoints.list()?.length) fields.endpoints.problem('names no line to watch');
  const hours = fields.hours?.list()?.map(readHours);
  if (fields.hours !== undefined && fields.timezone === undefined) {
    fields.hours.problem('needs `timezone` beside it, such as America/Toronto');
  }
  const rules = (fields.rules?.list() ?? []).map((rule) => readRule(rule, fields.hours !== undefined));
  return {
    endpoints,
    country: readCountry(top, fields.country) ?? '',
    timezone: fields.timezone === undefined ? 'UTC' : (readTimezone(fields.timezone) ?? 'UTC'),
    hours: (hours ?? []).filter((one): one is Hours => one !== undefined),
    rules: rules.filter((one): one is Rule => one !== undefined),
    fallback: fields.default === undefined ? 'stay' : readDefault(fields.default),
  };
}

function readCountry(top: Cursor, cursor: Cursor | undefined): string | undefined {
  if (cursor === undefined) return top.problem('needs `country`: whose area codes these are, such as CA');
  const code = cursor.text()?.toUpperCase() ?? '';
  return isCountry(code) ? code : cursor.problem('takes the two letters of a country, such as CA');
}

function readTimezone(cursor: Cursor): string | undefined {
  const name = cursor.text() ?? '';
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return cursor.problem('takes a time zone by its name, such as America/Toronto');
  }
}

function readRule(cursor: Cursor, hasHours: boolean): Rule | undefined {
  const fields = cursor.fields(['name', 'area', 'when', 'to']);
  if (fields === undefined) return undefined;
  const name = fields.name === undefined ? `rule in line ${cursor.line}` : fields.name.text();
  if (name === undefined) fields.name?.problem('takes a name');
  const areas = fields.area === undefined ? undefined : readAreas(fields.area);
  const when = fields.when === undefined ? undefined : readWhen(fields.when, hasHours);
  if (fields.to === undefined) return cursor.problem('needs `to`: where its calls go, or stay');
  const target = readTarget(fields.to);
  return { name: name ?? '', target, line: cursor.line, ...(areas && { areas }), ...(when && { when }) };
}

function readAreas(cursor: Cursor): string[] {
  const items = cursor.list() ?? [];
  if (items.length === 0) cursor.problem('names no area code');
  return items.map((item) => {
    const area = item.text() ?? '';
    if (!/^\d{1,10}$/.test(area)) item.problem('takes area codes such as 613, digits only');
    return area;
  });
}

function readWhen(cursor: Cursor, hasHours: boolean): 'open' | 'closed' | undefined {
  const when = cursor.text();
  if (when !== 'open' && when !== 'closed') return cursor.problem('takes open or closed');
  if (!hasHours) cursor.problem('needs `hours` at the top of the file');
  return when;
}

function readTarget(cursor: Cursor): Target {
  const text = cursor.text() ?? '';
  if (text === 'stay') return 'stay';
  const number = text.replace(/[\s().\-/]/g, '');
  if (!/^\+?[0-9*#]{1,32}$/.test(number)) cursor.problem('takes an extension or a number, such as "2881", or stay');
  return { to: number };
}

function readDefault(cursor: Cursor): Target {
  if (!cursor.isMap()) {
    if (cursor.text() !== 'stay') cursor.problem('takes stay, or { to: "2882" }');
    return 'stay';
  }
  const to = cursor.fields(['to'])?.to;
  if (to !== undefined) return readTarget(to);
  cursor.problem('takes stay, or { to: "2882" }');
  return 'stay';
}
