import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSubjectFilter, parseMethodFilter, requiredKeys } from '../../../src/notifications/filters/index.ts';

const call = '/2017-09-01/endpoints/2880/calls/23';
const message = '/2017-09-01/conversations/c-1/messages/m-1';

test.each([
  ['/2017-09-01/endpoints/', call, true],
  ['/2017-09-01/endpoints/288[0-9]', call, true],
  ['/2017-09-01/endpoints/289[0-9]', call, false],
  ['endpoints/2880', call, true],
  ['^/conversations/[^/]+/messages/[^/]+$', message, true],
  ['^/2017-09-01/conversations/[^/]+/messages/[^/]+$', message, true],
  ['^/conversations/[^/]+$', message, false],
  ['/presentities/[^/]+$', '/2017-09-01/presentities/u-1', true],
  ['\\/calls\\/23$', call, true],
  ['(2880|2881)', call, true],
  ['', call, true],
  ['.*', call, true],
])('%s in %s: %s', (filter, subject, expected) => {
  expect(compileSubjectFilter(filter).test(subject)).toBe(expected);
});

test.each(['(', '[a', '(?=a)', '(a)\\1', '*', '((a{100}){100}){100}', 'x'.repeat(1_025)])('%s is refused', (filter) => {
  expect(() => compileSubjectFilter(filter)).toThrow(expect.objectContaining({ name: 'FilterError' }));
});

test('an expression that is exponential elsewhere is linear', () => {
  expect(compileSubjectFilter('^(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false);
});

test.each([
  ['/2017-09-01/endpoints/2880', ['/2017-09-01/endpoints/2880']],
  ['/2017-09-01/endpoints/288[0-9]/calls', ['/2017-09-01/endpoints/288']],
  ['^/conversations/[^/]+/messages/', ['/conversations/']],
  ['endpoints/2880', ['/2880']],
  ['\\/endpoints\\/2880', ['/endpoints/2880']],
  ['/endpoints/2880?', ['/endpoints/288']],
  ['/endpoints/2880*/calls/23', ['/endpoints/288']],
  ['/endpoints/2880+x', ['/endpoints/2880']],
  ['/endpoints/2{2}/calls/23', ['/endpoints/']],
  ['/endpoints/2880|/endpoints/2881', ['/endpoints/2880', '/endpoints/2881']],
  ['/endpoints/(2880|2881)', ['/endpoints/']],
  ['/endpoints/2880|x', undefined],
  ['(?i)/endpoints/2880', undefined],
  ['\\Q/endpoints/\\E', undefined],
  ['288[0-9]', undefined],
  ['/', undefined],
  ['', undefined],
])('required keys of %s', (expression, keys) => {
  expect(requiredKeys(expression)).toEqual(keys);
});

test('a subject that matches holds one of the keys at a slash', () => {
  const piece = fc.constantFrom(
    '/a',
    '/b',
    '/',
    'a',
    'b',
    '\\/',
    '.',
    '[ab]',
    '(a|/b)',
    '?',
    '*',
    '+',
    '{2}',
    '|',
    '^',
    '$',
    '\\w',
    '+?',
  );
  const expressions = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const subjects = fc
    .array(fc.constantFrom('/a', '/b', 'a', 'b', '/'), { maxLength: 8 })
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(expressions, subjects, (expression, subject) => {
      let found = false;
      try {
        found = compileSubjectFilter(expression).test(subject);
      } catch {
        return;
      }
      const keys = requiredKeys(expression);
      if (!found || !keys) return;
      expect(keys.some((key) => key.startsWith('/') && subject.includes(key))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['/endpoints/(288[0-9]', 11, 'missing closing )'],
  ['(a(b)', 0, 'missing closing )'],
  ['a)b', 1, 'unexpected )'],
  ['[)](x', 3, 'missing closing )'],
  ['\\)(x', 2, 'missing closing )'],
  ['/a[b', 2, 'missing closing ]'],
  ['/a*b**', 4, 'invalid nested repetition operator'],
  ['*', 0, 'missing argument to repetition operator'],
  ['/x{2,1}', 2, 'invalid repeat count'],
  ['/endpoints/(?=2880)', 11, 'invalid or unsupported Perl syntax'],
  ['/x(?<!a)b', 2, 'invalid named capture'],
  ['(?<n', 0, 'invalid named capture'],
  ['(/a)/\\1', 5, 'invalid escape sequence'],
  ['/a[z-a]', 3, 'invalid character class range'],
  ['/a\\', 2, 'trailing backslash at end of expression'],
])('%s has its fault at %i: %s', (text, position, words) => {
  expect(() => compileSubjectFilter(text)).toThrow(
    expect.objectContaining({ position, message: expect.stringContaining(`${words} (at position ${position})`) }),
  );
});

test('method filters', () => {
  expect(parseMethodFilter('PUT')).toEqual(['PUT']);
  expect(parseMethodFilter('post, put')).toEqual(['POST', 'PUT']);
  expect(parseMethodFilter('POST|DELETE|POST')).toEqual(['POST', 'DELETE']);
  expect(parseMethodFilter(undefined)).toBeUndefined();
  expect(parseMethodFilter('*')).toBeUndefined();
  expect(() => parseMethodFilter('PUT,FLY')).toThrow(expect.objectContaining({ position: 4 }));
});
