import { expect, test } from 'vitest';
import { ApiError } from '../../src/http/api-error.ts';
import { type Fields, parseOData } from '../../src/http/odata/index.ts';

const fields: Fields = {
  name: { column: 'name', type: 'string' },
  state: { column: 'state', type: 'string' },
  count: { column: 'count', type: 'number' },
  stream: { column: 'stream', type: 'boolean' },
  createdOn: { column: 'createdOn', type: 'time' },
};
const options = ['$filter'] as const;

const parse = (filter: string) => parseOData({ $filter: filter }, { fields, options }).filter;

function refusal(filter: string): ApiError {
  try {
    parse(filter);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error(`this was read: ${filter}`);
}

const compare = (field: string, comparison: string, value: unknown) => ({ kind: 'compare', field, comparison, value });
const nameIs = (value: string) => compare('name', 'eq', value);

test.each([
  ["name eq 'Ada'", nameIs('Ada')],
  ["  name   eq\t'Ada'\n", nameIs('Ada')],
  ['"name eq \'Ada\'"', nameIs('Ada')],
  [' "name eq \'Ada\'" ', nameIs('Ada')],
  ["name EQ 'Ada'", nameIs('Ada')],
  ["name eq ''", nameIs('')],
  ["name eq 'O''Hara'", nameIs("O'Hara")],
  ["name eq ''''", nameIs("'")],
  ["name eq 'and or not ( ) , eq'", nameIs('and or not ( ) , eq')],
  ["name eq 'Zoë 😀'", nameIs('Zoë 😀')],
  ["name eq 'null'", nameIs('null')],
  ['name eq null', compare('name', 'eq', null)],
  ['stream ne null', compare('stream', 'ne', null)],
  ['stream eq false', compare('stream', 'eq', false)],
  ['stream ne true', compare('stream', 'ne', true)],
  ['count lt 3', compare('count', 'lt', 3)],
  ['count ge -2.50', compare('count', 'ge', -2.5)],
  ["createdOn gt '2026-05-04T09:30:00Z'", compare('createdOn', 'gt', Date.UTC(2026, 4, 4, 9, 30))],
  ['createdOn gt 2026-05-04T09:30:00Z', compare('createdOn', 'gt', Date.UTC(2026, 4, 4, 9, 30))],
  ["createdOn le '2026-05-04T09:30:00.250+02:00'", compare('createdOn', 'le', Date.UTC(2026, 4, 4, 7, 30, 0, 250))],
  ["createdOn eq '2026-05-04'", compare('createdOn', 'eq', Date.UTC(2026, 4, 4))],
  ["contains(name,'da')", { kind: 'text', function: 'contains', field: 'name', text: 'da' }],
  ["StartsWith( name , 'A' )", { kind: 'text', function: 'startswith', field: 'name', text: 'A' }],
  ["endswith(name,'')", { kind: 'text', function: 'endswith', field: 'name', text: '' }],
  [
    "name eq 'a' or name eq 'b' and name eq 'c'",
    { kind: 'or', left: nameIs('a'), right: { kind: 'and', left: nameIs('b'), right: nameIs('c') } },
  ],
  [
    "(name eq 'a' or name eq 'b') and name eq 'c'",
    { kind: 'and', left: { kind: 'or', left: nameIs('a'), right: nameIs('b') }, right: nameIs('c') },
  ],
  ["not name eq 'a' and name eq 'b'", { kind: 'and', left: { kind: 'not', operand: nameIs('a') }, right: nameIs('b') }],
  ["not (not name eq 'a')", { kind: 'not', operand: { kind: 'not', operand: nameIs('a') } }],
  ["((((name eq 'a'))))", nameIs('a')],
])('%j is read', (filter, expression) => {
  expect(parse(filter)).toEqual(expression);
});

test.each([undefined, '', '   '])('no filter: %j', (filter) => {
  expect(parseOData(filter === undefined ? {} : { $filter: filter }, { fields, options }).filter).toBeUndefined();
});

test.each([
  ['name', 'one of eq, ne, lt, gt, le, ge is expected before "the end" (at character 5)'],
  ['name eq', 'name is compared with a text in single quotes (at character 8)'],
  ['name eq Ada', 'name is compared with a text in single quotes (at character 9)'],
  ['name eq 5', 'name is compared with a text in single quotes (at character 9)'],
  ['name eq "Ada"', '""" cannot be read (at character 9)'],
  ["name eq 'Ada", 'this text has no closing quote (at character 9)'],
  ["name = 'Ada'", '"=" cannot be read (at character 6)'],
  ["name like 'Ada'", '"like" is no operator; use eq, ne, lt, gt, le, ge (at character 6)'],
  ["'Ada' eq name", 'a field is expected before "Ada" (at character 1)'],
  ["name eq 'a' name eq 'b'", 'the end is expected before "name" (at character 13)'],
  ["name eq 'a' and", 'a field is expected before "the end" (at character 16)'],
  ["name eq 'a')", 'the end is expected before ")" (at character 12)'],
  ["(name eq 'a'", ') is expected before "the end" (at character 13)'],
  ['()', 'a field is expected before ")" (at character 2)'],
  ['not', 'a field is expected before "the end" (at character 4)'],
  ['name lt null', 'null can only be compared with eq and ne (at character 9)'],
  ['count eq true', 'count is compared with a number (at character 10)'],
  ["count eq '5'", 'count is compared with a number (at character 10)'],
  ['count eq 1e9', 'the end is expected before "e9" (at character 11)'],
  ['count eq 0x10', 'the end is expected before "x10" (at character 11)'],
  ['count eq NaN', 'count is compared with a number (at character 10)'],
  ['stream eq 1', 'stream is compared with true or false (at character 11)'],
  ["stream eq 'true'", 'stream is compared with true or false (at character 11)'],
  ["createdOn gt 'yesterday'", "createdOn is compared with a time such as '2026-05-04T09:30:00Z' (at character 14)"],
  ["createdOn gt '1'", "createdOn is compared with a time such as '2026-05-04T09:30:00Z' (at character 14)"],
  [
    "createdOn gt '2026-05-04T09:30:00'",
    "createdOn is compared with a time such as '2026-05-04T09:30:00Z' (at character 14)",
  ],
  ["createdOn gt '2026-13-04'", "createdOn is compared with a time such as '2026-05-04T09:30:00Z' (at character 14)"],
  ["contains(count,'5')", 'count is not text (at character 10)'],
  ["contains(name,'a'", ') is expected before "the end" (at character 18)'],
  ['contains(name,5)', 'a text in single quotes is expected before "5" (at character 15)'],
  ["contains('a',name)", 'a field is expected before "a" (at character 10)'],
  ["contains(name,'a') eq true", 'the end is expected before "eq" (at character 20)'],
  ["length(name) eq 'a'", 'cannot be filtered by; use one of: name, state, count, stream, createdOn (at character 1)'],
  ["password eq 'a'", '"password" cannot be filtered by; use one of: name, state, count, stream, createdOn'],
  ["Name eq 'a'", '"Name" cannot be filtered by'],
  ["constructor eq 'a'", '"constructor" cannot be filtered by'],
  ["__proto__ eq 'a'", '"__proto__" cannot be filtered by'],
  ["contains(toString,'a')", '"toString" cannot be filtered by'],
  ["users.name eq 'a'", '"users.name" cannot be filtered by'],
  ["name eq 'a'; drop table users", '";" cannot be read (at character 12)'],
  ["name eq 'a' -- and", '"-" cannot be read (at character 13)'],
  ["name eq 'a' /* */", '"/" cannot be read (at character 13)'],
  ["name eq 'a' union select name", 'the end is expected before "union" (at character 13)'],
  ['name eq `a`', '"`" cannot be read (at character 9)'],
  ['name eq $1', '"$" cannot be read (at character 9)'],
  ["name eq 'a\0b'", 'may not contain the character NUL (at character 11)'],
])('%j is refused', (filter, words) => {
  const error = refusal(filter);
  expect(error.message).toContain(words);
  expect(error.message).toMatch(/^\$filter: /);
  expect(error).toMatchObject({ code: 'invalid_filter', status: 400, param: '$filter' });
});

test('a filter has at most 4096 characters', () => {
  const longest = `name eq '${'x'.repeat(4_096 - 10)}'`;
  expect(parse(longest)).toBeDefined();
  expect(refusal(`${longest} `).message).toContain('is longer than 4096 characters');
});

test('a filter has at most 50 terms', () => {
  const terms = (count: number) => Array.from({ length: count }, () => 'count eq 1').join(' or ');
  expect(parse(terms(50))).toBeDefined();
  expect(refusal(terms(51)).message).toContain('has more than 50 terms');
});

test('a filter is nested at most 20 levels deep', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}count eq 1${')'.repeat(depth)}`;
  expect(parse(nested(20))).toBeDefined();
  expect(refusal(nested(21)).message).toContain('is nested deeper than 20 levels');
  expect(refusal('('.repeat(4_000)).message).toContain('is nested deeper than 20 levels');
  expect(refusal('not '.repeat(1_000)).message).toContain('is nested deeper than 20 levels');
});
