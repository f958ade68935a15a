import { expect, test } from 'vitest';
import { RateSearch, type Trial } from '../src/support/rate-search.ts';

const options = { from: 100, probeSeconds: 1, proofSeconds: 10, resolution: 0.2 };

/** Plays a search to its end with something that can bear `limit` calls a second. */
function play(limit: number, o = options): { trials: Trial[]; proven: number | undefined } {
  const search = new RateSearch(o);
  const trials: Trial[] = [];
  for (let trial = search.next(); trial !== undefined && trials.length < 100; trial = search.next()) {
    trials.push(trial);
    search.tell(trial.rate <= limit);
  }
  return { trials, proven: search.proven };
}

test('doubles until a trial fails, halves the gap until it is small, and then proves', () => {
  const { trials, proven } = play(650);
  expect(trials.map(({ rate }) => rate)).toEqual([100, 200, 400, 800, 600, 700, 510]);
  expect(trials.map(({ seconds }) => seconds)).toEqual([1, 1, 1, 1, 1, 1, 10]);
  expect(proven).toBe(510);
});

test('goes below the rate that it began with', () => {
  const { proven } = play(12);
  expect(proven).toBeGreaterThan(6);
  expect(proven).toBeLessThanOrEqual(12);
});

test('finds for every limit a rate that holds, and not much less than it', () => {
  for (let limit = 50; limit < 5_000; limit += 37) {
    const { proven = 0 } = play(limit);
    expect(proven).toBeLessThanOrEqual(limit);
    expect(proven).toBeGreaterThan(limit * 0.6);
  }
});

test('proves a lower rate when the long trial fails', () => {
  const search = new RateSearch(options);
  search.tell(true);
  search.tell(false);
  search.tell(true);
  search.tell(true);
  expect(search.next()).toEqual({ rate: 148, seconds: 10 });
  search.tell(false);
  expect(search.next()).toEqual({ rate: 125, seconds: 10 });
  search.tell(true);
  expect(search.proven).toBe(125);
  expect(search.next()).toBeUndefined();
});

test('proves what it knows when the time is up', () => {
  const search = new RateSearch(options);
  search.tell(true);
  search.tell(true);
  search.prove();
  expect(search.next()).toEqual({ rate: 170, seconds: 10 });
  expect(search.proven).toBeUndefined();
});
