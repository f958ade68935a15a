import { beforeEach, expect, test } from 'vitest';
import { type Guesser, Guesses } from '../../src/conferences/guesses.ts';
import { createLog } from '../../src/log.ts';
import { SetClock } from '../support/set-clock.ts';

const TEN_MINUTES = 600_000;
const ada: Guesser = { place: 'endpoint', who: '2880' };
const outside = (who: string): Guesser => ({ place: 'outside', who });

let clock: SetClock;
let guesses: Guesses;
let lines: string[];

beforeEach(() => {
  clock = new SetClock();
  lines = [];
  guesses = new Guesses({ clock, log: createLog('warn', { write: (line: string) => lines.push(line) }) });
});

/** How many of these are heard. */
const heard = (guesser: Guesser, count: number) =>
  Array.from({ length: count }, () => guesses.note(guesser)).filter(Boolean).length;

test('of many at once ten are heard, the log tells it once, and ten more ten minutes later', () => {
  expect(heard(ada, 1_000)).toBe(10);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ place: 'endpoint', who: '2880' }]);
  expect(heard({ ...ada, who: '2881' }, 1)).toBe(1);
  clock.advance(TEN_MINUTES);
  expect(heard(ada, 1_000)).toBe(10);
});

test('right ones do not count', () => {
  for (let call = 0; call < 100; call += 1) {
    expect(guesses.note(ada)).toBe(true);
    guesses.right(ada);
  }
});

test('a forged number for each guess is no way around, and who was in before is not shut out', () => {
  const known = outside('+16135550100');
  guesses.note(known);
  guesses.right(known);
  const numbers = Array.from({ length: 1_000 }, (_, at) => outside(`+1613556${String(at).padStart(4, '0')}`));
  expect(numbers.filter((one) => guesses.note(one))).toHaveLength(100);
  expect(guesses.note(known)).toBe(true);
  expect(guesses.note(ada)).toBe(true);
});

test('callers who withhold their number are one', () => {
  expect(heard(outside(''), 1_000)).toBe(10);
});
