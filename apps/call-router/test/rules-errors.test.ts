import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RulesError, readRules } from '../src/index.ts';

function errorOf(text: string): string {
  try {
    readRules(text, 'r.yaml');
    return 'none';
  } catch (error) {
    if (error instanceof RulesError) return error.message;
    throw error;
  }
}

const good = 'endpoints: ["2880"]\ncountry: CA\n';
const area = 'takes area codes such as 613, digits only';
const days = 'takes days such as "mon-fri" or "sat, sun"';
const time = 'takes a time of day from "00:00" to "24:00"';
const line = 'takes an extension such as "2880", or a range such as "2880-2889"';
const withHours = (hours: string) => `${good}timezone: UTC\nhours: ${hours}\n`;

test('an alias of nothing', () => {
  expect(errorOf('endpoints: [1]\ncountry: *nobody')).toContain('r.yaml:2:10: country: there is no anchor &nobody');
});

test('the example is good', () => {
  expect(errorOf(readFileSync(join(import.meta.dirname, '..', 'rules.example.yaml'), 'utf8'))).toBe('none');
});

describe('a mistake is named with its line and field', () => {
  test.each([
    ['', 'r.yaml:1:1: takes fields: endpoints, country, timezone, hours, rules, default'],
    ['- a', 'r.yaml:1:1: takes fields: endpoints, country, timezone, hours, rules, default'],
    ['country: CA', 'r.yaml:1:1: needs `endpoints`: the lines to watch'],
    ['endpoints: [2880]', 'r.yaml:1:1: needs `country`: whose area codes these are, such as CA'],
    ['endpoints:\ncountry: CA', 'r.yaml:1:11: endpoints: names no line to watch'],
    ['endpoints: []\ncountry: CA', 'r.yaml:1:12: endpoints: names no line to watch'],
    ['endpoints: [abc]\ncountry: CA', `r.yaml:1:13: endpoints[0]: ${line}`],
    ['endpoints: ["1", "9-1"]\ncountry: CA', `r.yaml:1:18: endpoints[1]: ${line}`],
    ['endpoints: ["1-99999"]\ncountry: CA', `r.yaml:1:13: endpoints[0]: ${line}`],
    ['endpoints: ["100-499", 600]\ncountry: CA', 'r.yaml:1:12: endpoints: takes up to 400 extensions'],
    ['endpoints: [2880]\ncountry: XX', 'r.yaml:2:10: country: takes the two letters of a country, such as CA'],
    [`${good}timezone: Mars`, 'r.yaml:3:11: timezone: takes a time zone by its name, such as America/Toronto'],
    [
      `${good}hours: { from: "8:00", to: "9:00" }`,
      'r.yaml:3:8: hours: needs `timezone` beside it, such as America/Toronto',
    ],
    [withHours('{ to: "9:00" }'), 'r.yaml:4:8: hours: needs `from`, such as "08:30"'],
    [withHours('{ from: "9:00" }'), 'r.yaml:4:8: hours: needs `to`, such as "17:30"'],
    [withHours('{ from: "8:60", to: "9:00" }'), `r.yaml:4:16: hours.from: ${time}`],
    [withHours('{ from: "8:00", to: "24:01" }'), `r.yaml:4:28: hours.to: ${time}`],
    [withHours('{ from: 830, to: "9:00" }'), `r.yaml:4:16: hours.from: ${time}`],
    [withHours('{ from: "8:00", to: "8:00" }'), 'r.yaml:4:8: hours: `from` and `to` leave no time between them'],
    [withHours('{ weekdays: mon-foo, from: "8:00", to: "9:00" }'), `r.yaml:4:20: hours.weekdays: ${days}`],
    [withHours('{ weekdays: [mon, 5], from: "8:00", to: "9:00" }'), `r.yaml:4:26: hours.weekdays[1]: ${days}`],
    [withHours('{ weekdays: [], from: "8:00", to: "9:00" }'), `r.yaml:4:20: hours.weekdays: ${days}`],
    [`${good}rules:\n  - name: A`, 'r.yaml:4:5: rules[0]: needs `to`: where its calls go, or stay'],
    [
      `${good}rules:\n  - to: "1"\n    aera: 613`,
      'r.yaml:5:5: rules[0].aera: unknown field; there are: name, area, when, to',
    ],
    [`${good}rules:\n  - to: "1"\n    area: six`, `r.yaml:5:11: rules[0].area: ${area}`],
    [`${good}rules:\n  - to: "1"\n    area: [613, 4-16]`, `r.yaml:5:17: rules[0].area[1]: ${area}`],
    [`${good}rules:\n  - to: "1"\n    area: []`, 'r.yaml:5:11: rules[0].area: names no area code'],
    [`${good}rules:\n  - to: "1"\n    area:`, 'r.yaml:5:10: rules[0].area: names no area code'],
    [`${good}rules:\n  - to: ada`, 'r.yaml:4:9: rules[0].to: takes an extension or a number, such as "2881", or stay'],
    [`${good}rules:\n  - to: "1"\n    when: night`, 'r.yaml:5:11: rules[0].when: takes open or closed'],
    [
      `${good}rules:\n  - to: "1"\n    when: closed`,
      'r.yaml:5:11: rules[0].when: needs `hours` at the top of the file',
    ],
    [`${good}rules:\n  - to: "1"\n    name: [a]`, 'r.yaml:5:11: rules[0].name: takes a name'],
    [`${good}default: leave`, 'r.yaml:3:10: default: takes stay, or { to: "2882" }'],
    [`${good}default: {}`, 'r.yaml:3:10: default: takes stay, or { to: "2882" }'],
    [
      `${good}colour: red`,
      'r.yaml:3:1: colour: unknown field; there are: endpoints, country, timezone, hours, rules, default',
    ],
  ])('%j', (text, expected) => {
    expect(errorOf(text)).toBe(expected);
  });

  test('all mistakes at once, in the order of the file', () => {
    const text = 'endpoints: [x]\ncountry: ZZ\nrules:\n  - to: y\n    area: z\n';
    const errors = errorOf(text).split('\n');
    expect(errors.map((error) => error.split(' ')[1])).toEqual([
      'endpoints[0]:',
      'country:',
      'rules[0].to:',
      'rules[0].area:',
    ]);
  });

  test.each(['endpoints: ["2880"\ncountry: CA', 'a: 1\na: 2', '\tx: 1', 'a: "b'])('no YAML: %j', (text) => {
    expect(errorOf(text)).toMatch(/^r\.yaml:\d+:\d+: not YAML: /);
  });
});

test.each([
  '&a [*a]',
  'rules: &r\n  - *r',
  'default: &d { to: *d }',
  '? [a]\n: 1',
  '\u0000',
  '!!binary aGk=',
  '--- a\n--- b',
])('strange files are refused, not fallen over: %j', (text) => {
  expect(errorOf(text)).toMatch(/^r\.yaml:\d+:\d+: /);
});
