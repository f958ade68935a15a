import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ChangeQueue } from '../../src/media/change-queue.ts';
import { StorageError } from '../../src/storage/index.ts';
import { TestClock } from '../notifications/support/test-clock.ts';

/** The database of the test: what it saved, and what it does next. */
let saved: number[][];
let save: (changes: readonly number[]) => Promise<void>;
let lost: object[];
let clock: TestClock;
let queue: ChangeQueue<number>;

const full = async () => {
  throw new StorageError('disk full');
};
const works = async (changes: readonly number[]) => {
  saved.push([...changes]);
};
/** Lets everything run that waits for nothing. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  saved = [];
  lost = [];
  clock = new TestClock();
  save = works;
  const error = (words: object) => void lost.push(words);
  const log = { debug() {}, info() {}, warn() {}, error };
  queue = new ChangeQueue({ clock, log, save: (changes) => save(changes), describe: (change) => ({ change }) });
});

afterEach(async () => {
  save = works;
  await queue.close();
});

test('what comes while a batch is written shares the next, in order', async () => {
  for (const change of [1, 2, 3]) queue.add(change);
  await queue.settled();
  expect(saved).toEqual([[1], [2, 3]]);
});

test('who waits, waits for what was there, and not for what comes after', async () => {
  let later = 100;
  save = async (changes) => {
    await works(changes);
    // There is always something new.
    if (later < 200) queue.add(later++);
  };
  queue.add(1);
  queue.add(2);
  await queue.settled();
  expect(saved.flat().slice(0, 2)).toEqual([1, 2]);
  expect(saved.flat().length).toBeLessThan(10);
});

describe('while the database does not save', () => {
  test('who waits is told, who comes is told at once, and everything is written afterwards, once, in order', async () => {
    save = full;
    queue.add(1);
    await expect(queue.settled()).rejects.toBeInstanceOf(StorageError);
    queue.add(2);
    expect(() => queue.requireSaving()).toThrow(StorageError);
    await expect(queue.settled()).rejects.toBeInstanceOf(StorageError);
    save = works;
    clock.advance(1_000);
    await turn();
    expect(saved).toEqual([[1, 2]]);
    expect(() => queue.requireSaving()).not.toThrow();
    await queue.settled();
  });

  test('it is tried again each second, and close tries once more and leaves no timer', async () => {
    save = full;
    queue.add(1);
    await turn();
    clock.advance(1_000);
    await turn();
    expect(clock.pending).toBe(1);
    save = works;
    await queue.close();
    expect([saved, clock.pending]).toEqual([[[1]], 0]);
  });

  test('close does not wait for it', async () => {
    save = full;
    queue.add(1);
    await queue.close();
    expect([saved, clock.pending]).toEqual([[], 0]);
  });
});

describe('a change that the database refuses', () => {
  const refuses = async (changes: readonly number[]) => {
    if (changes.includes(3)) throw new Error('there is no such column');
    await works(changes);
  };

  test('is given up, with its name in the log, and the others are written', async () => {
    save = refuses;
    for (const change of [1, 2, 3, 4]) queue.add(change);
    await queue.settled();
    expect(saved.flat()).toEqual([1, 2, 4]);
    expect(lost).toEqual([{ err: expect.any(Error), change: 3 }]);
  });

  test('does not let those before it be written twice when the disk fills in between', async () => {
    save = refuses;
    queue.add(0);
    save = async (changes) => {
      await refuses(changes);
      if (changes.includes(2)) save = full;
    };
    for (const change of [1, 2, 3, 4]) queue.add(change);
    await expect(queue.settled()).rejects.toBeInstanceOf(StorageError);
    save = refuses;
    clock.advance(1_000);
    await turn();
    expect(saved.flat()).toEqual([0, 1, 2, 4]);
  });
});

test('more than it can keep is given up, the oldest are not', async () => {
  save = full;
  for (let change = 0; change <= 100_000; change += 1) queue.add(change);
  await turn();
  save = works;
  clock.advance(1_000);
  await queue.close();
  expect(saved.flat().length).toBe(100_000);
  expect(lost.filter((words) => 'change' in words)).toEqual([{ err: undefined, change: 100_000 }]);
});
