import { expect, test } from 'vitest';
import { pauseBeforeRetry, readRetryAfter } from '../../../src/notifications/webhook/retry.ts';

const schedule = [1_000, 2_000, 5_000];

test('pauses follow the schedule, and its last one repeats', () => {
  expect([1, 2, 3, 4, 50].map((attempts) => pauseBeforeRetry(schedule, attempts, 0.5))).toEqual([
    1_000, 2_000, 5_000, 5_000, 5_000,
  ]);
});

test('pauses are spread by a fifth', () => {
  expect(pauseBeforeRetry(schedule, 3, 0)).toBe(4_000);
  expect(pauseBeforeRetry(schedule, 3, 1)).toBe(6_000);
});

test('a receiver gets at least the pause that it asked for', () => {
  expect(pauseBeforeRetry(schedule, 1, 0.5, 30_000)).toBe(30_000);
  expect(pauseBeforeRetry(schedule, 3, 0.5, 100)).toBe(5_000);
});

const now = Date.parse('2026-05-04T09:31:00Z');
test.each([
  [undefined, 0],
  ['120', 120_000],
  ['0', 0],
  ['Mon, 04 May 2026 09:32:00 GMT', 60_000],
  ['Mon, 04 May 2026 09:30:00 GMT', 0],
  ['soon', 0],
  ['-5', 0],
  ['999999999', 86_400_000],
])('Retry-After %s is %i ms', (value, ms) => {
  expect(readRetryAfter(value, now)).toBe(ms);
});
