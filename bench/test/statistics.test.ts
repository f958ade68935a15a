import { describe, expect, test } from 'vitest';
import { median, percentile, summary } from '../src/support/statistics.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('percentile', () => {
  test('is a value that was measured, by nearest rank', () => {
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile(hundred, 100)).toBe(100);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile([15, 20, 35, 40, 50], 30)).toBe(20);
  });

  test('of one value is that value', () => {
    for (const percent of [0, 50, 99, 100]) expect(percentile([7], percent)).toBe(7);
  });

  test('sorts by number and leaves its input alone', () => {
    const values = [10, 9, 100];
    expect(percentile(values, 100)).toBe(100);
    expect(values).toEqual([10, 9, 100]);
  });

  test('refuses nothing, and percents that are none', () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
    for (const percent of [-1, 101, Number.NaN]) expect(() => percentile([1], percent)).toThrow(RangeError);
  });
});

test('median is the middle, or between the two middle ones', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([10, 9])).toBe(9.5);
  expect(() => median([])).toThrow(RangeError);
});

test('summary tells count, p50, p99 and the greatest', () => {
  expect(summary(hundred)).toEqual({ count: 100, p50: 50, p99: 99, max: 100 });
});
