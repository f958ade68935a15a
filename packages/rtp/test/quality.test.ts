import { expect, test } from 'vitest';
import { opinionScore } from '../src/index.ts';

const score = (lossPercent: number, jitterMs = 0) =>
  opinionScore({ packetsReceived: 1_000 - lossPercent * 10, packetsLost: lossPercent * 10, jitterMs }) ?? 0;

test('an undisturbed call has the score that G.107 gives G.711', () => {
  expect(score(0)).toBeCloseTo(4.38, 1);
});

test('loss and jitter lower it, ever more', () => {
  const scores = [score(0), score(1), score(3), score(5), score(10), score(20)];
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(score(5)).toBeLessThan(4);
  expect(score(20)).toBeLessThan(2.7);
  expect(score(0, 100)).toBeLessThan(score(0, 20));
});

test('it stays between 1 and 4.5 whatever comes, and nothing has none', () => {
  expect(score(100, 10_000)).toBe(0);
  expect(opinionScore({ packetsReceived: 1, packetsLost: 1_000_000, jitterMs: 5_000 })).toBe(1);
  expect(opinionScore({ packetsReceived: 0, packetsLost: 0, jitterMs: 0 })).toBeUndefined();
});
