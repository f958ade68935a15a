import { describe, expect, test } from 'vitest';
import { decide, explain, parseCaller, readRules, readTime, subjectFilterOf } from '../src/index.ts';

const head = 'endpoints: ["2880"]\ncountry: CA\ntimezone: America/Toronto\n';

/** Where a call goes, and by which rule. */
function route(text: string, number: string, at = '2026-11-24T12:00'): string {
  const rules = readRules(text);
  const caller = parseCaller(number, rules.country);
  if (caller === undefined) return 'not an outside number';
  const { rule, target } = decide(rules, caller, readTime(at, rules.timezone));
  return `${rule}: ${target === 'stay' ? 'stay' : target.to}`;
}

describe('area codes', () => {
  const rules = `${head}rules:
  - { name: Ottawa, area: [613, "343"], to: "2881" }
  - { name: Downtown, area: 416967, to: 2883 }
  - { name: Toronto, area: 416, to: "2884" }
default: { to: "2882" }`;
  test.each([
    ['+1 613 555 0100', 'Ottawa: 2881'],
    ['(343) 555-0100', 'Ottawa: 2881'],
    ['16135550100', 'Ottawa: 2881'],
    ['+14169671111', 'Downtown: 2883'],
    ['+14165550100', 'Toronto: 2884'],
    ['+15145550100', 'default: 2882'],
    ['+496135550100', 'default: 2882'],
    ['+442079460958', 'default: 2882'],
    ['2880', 'not an outside number'],
    ['5550100', 'not an outside number'],
    ['911', 'not an outside number'],
    ['anonymous', 'not an outside number'],
    ['', 'not an outside number'],
    ['+1', 'not an outside number'],
    ['+16135550100; drop', 'not an outside number'],
  ])('%s goes by %s', (number, expected) => {
    expect(route(rules, number)).toBe(expected);
  });

  test.each([
    ['GB', '020', '+442079460958', 'R: 1'],
    ['GB', '20', '020 7946 0958', 'R: 1'],
    ['DE', '030', '+49 30 901820', 'R: 1'],
    ['IT', '06', '+39 06 6982 0001', 'R: 1'],
    ['FR', '1', '+49 30 901820', 'default: stay'],
  ])('in %s, %s and %s', (country, area, number, expected) => {
    const text = `endpoints: [1000]\ncountry: ${country}\nrules: [{ name: R, area: ${area}, to: 1 }]`;
    expect(route(text, number)).toBe(expected);
  });
});

describe('default', () => {
  test.each([
    ['', 'default: stay'],
    ['default: stay', 'default: stay'],
    ['default: { to: "+1 (613) 555-0199" }', 'default: +16135550199'],
    ['rules: []\ndefault: { to: stay }', 'default: stay'],
    ['rules: [{ to: stay, name: All }]\ndefault: { to: "2882" }', 'All: stay'],
    ['rules: [{ to: "0123" }]', 'rule in line 4: 0123'],
  ])('%s', (text, expected) => {
    expect(route(head + text, '+16135550100')).toBe(expected);
  });
});

describe('hours', () => {
  const rules = (hours: string) =>
    `${head}hours: ${hours}\nrules: [{ name: night, when: closed, to: 1 }]\ndefault: stay`;
  const isOpen = (hours: string, at: string) => route(rules(hours), '+16135550100', at) === 'default: stay';
  const office = '{ weekdays: mon-fri, from: 08:30, to: 17:30 }';
  const overnight = '{ weekdays: fri, from: "22:00", to: "06:00" }';

  test.each([
    [office, '2026-11-24T08:29:59', false],
    [office, '2026-11-24T08:30', true],
    [office, '2026-11-24T17:29:59', true],
    [office, '2026-11-24T17:30', false],
    [office, '2026-11-28T12:00', false],
    ['{ from: "00:00", to: "24:00" }', '2026-11-28T23:59', true],
    ['{ weekdays: "sat-mon", from: "09:00", to: "10:00" }', '2026-11-30T09:00', true],
    ['{ weekdays: "sat-mon", from: "09:00", to: "10:00" }', '2026-12-01T09:00', false],
    ['{ weekdays: [tue, "thu"], from: "09:00", to: "10:00" }', '2026-11-26T09:00', true],
    ['{ weekdays: "Tue, Thu", from: "9:00", to: "10:00" }', '2026-11-25T09:00', false],
    // Over midnight, of the day on which it begins.
    [overnight, '2026-11-27T21:59', false],
    [overnight, '2026-11-27T22:00', true],
    [overnight, '2026-11-28T05:59', true],
    [overnight, '2026-11-28T06:00', false],
    [overnight, '2026-11-27T03:00', false],
    ['{ weekdays: sun, from: "22:00", to: "06:00" }', '2026-11-30T05:00', true],
    // Several stretches.
    [`[${office}, { weekdays: sat, from: "10:00", to: "12:00" }]`, '2026-11-28T11:00', true],
    [`[${office}, { weekdays: sat, from: "10:00", to: "12:00" }]`, '2026-11-28T12:00', false],
    // The clocks of Toronto: to summer time at 2026-03-08 02:00, back at 2026-11-01 02:00. By UTC:
    [office, '2026-03-06T13:30Z', true],
    [office, '2026-03-06T13:29Z', false],
    [office, '2026-03-09T12:30Z', true],
    [office, '2026-03-09T12:29Z', false],
    [office, '2026-10-30T12:30Z', true],
    [office, '2026-11-02T12:30Z', false],
    [office, '2026-11-02T13:30Z', true],
    // The night of the change: 02:30 does not exist, 01:30 exists twice.
    ['{ from: "02:00", to: "03:00" }', '2026-03-08T06:59Z', false],
    ['{ from: "02:00", to: "03:00" }', '2026-03-08T07:00Z', false],
    ['{ from: "01:00", to: "02:00" }', '2026-11-01T05:30Z', true],
    ['{ from: "01:00", to: "02:00" }', '2026-11-01T06:30Z', true],
    ['{ from: "01:00", to: "02:00" }', '2026-11-01T07:30Z', false],
    // The same moment, written with an offset.
    [office, '2026-11-24T22:29:00+09:00', false],
    [office, '2026-11-24T22:30:00+09:00', true],
  ])('%s at %s: %s', (hours, at, expected) => {
    expect(isOpen(hours, at)).toBe(expected);
  });

  test('a rule for open hours, with an area code', () => {
    const text = `${head}hours: ${office}\nrules: [{ name: day, when: open, area: 613, to: 1 }]`;
    expect(route(text, '+16135550100', '2026-11-24T12:00')).toBe('day: 1');
    expect(route(text, '+16135550100', '2026-11-24T20:00')).toBe('default: stay');
    expect(route(text, '+14165550100', '2026-11-24T12:00')).toBe('default: stay');
  });
});

test('ranges of lines become a filter on the subjects of their calls', () => {
  const { endpoints } = readRules('endpoints: ["0098-0101", 2880, "*70", "2880"]\ncountry: CA');
  expect(endpoints).toEqual(['0098', '0099', '0100', '0101', '2880', '*70']);
  const filter = new RegExp(subjectFilterOf(endpoints));
  expect('/2017-09-01/endpoints/0099/calls/1').toMatch(filter);
  expect('/2017-09-01/endpoints/*70/calls/1').toMatch(filter);
  expect('/2017-09-01/endpoints/28800/calls/1').not.toMatch(filter);
  expect('/2017-09-01/endpoints/2880').not.toMatch(filter);
});

test('anchors of YAML work', () => {
  const text = `${head}rules:\n  - { name: A, area: &east [613], to: "1" }\n  - { name: B, area: *east, to: "2" }`;
  expect(readRules(text).rules.map(({ areas }) => areas)).toEqual([['613'], ['613']]);
});

test('the explanation has a line for every rule', () => {
  const rules = readRules(`${head}hours: { weekdays: mon-fri, from: 08:30, to: 17:30 }
rules:
  - { name: Toronto, area: [416, 647], to: "2883" }
  - { name: Ottawa, area: 613, to: "2881" }
  - { name: Night, when: closed, to: "2890" }
default: { to: "2882" }`);
  expect(explain(rules, '613 555 0100', readTime('2026-11-24T20:00', rules.timezone)).split('\n')).toEqual([
    '+1 613 555 0100 at Tue 2026-11-24 20:00 America/Toronto, closed (mon-fri 08:30-17:30)',
    '   Toronto  no:       area code is not 416 or 647 (2883)',
    '-> Ottawa   yes:      area code 613 (2881)',
    '   Night    too late: closed at this time (2890)',
    '   default  too late: for every other call (2882)',
    'The call goes to 2881.',
  ]);
  expect(explain(rules, '2881', readTime('2026-11-24T20:00', rules.timezone))).toContain('left alone');
});
