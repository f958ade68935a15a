import { expect, test } from 'vitest';
import { type Comparison, meets } from '../src/support/benchmark.ts';
import { number, table } from '../src/support/table.ts';

const requests: Comparison = {
  measure: 'requests',
  unit: '/s',
  ours: 30_000,
  reference: 50_000,
  ratio: 0.6,
  against: 'node:http',
  aim: { of: 'ratio', atLeast: 0.5 },
};
const latency: Comparison = { ...requests, measure: 'p50', unit: 'ms', ours: 7.25, reference: 1, ratio: 7.25 };

test('a comparison meets its aim by its ratio, or by our own figure', () => {
  expect(meets(requests)).toBe(true);
  expect(meets({ ...requests, ratio: 0.49 })).toBe(false);
  expect(meets({ ...latency, aim: { of: 'ours', below: 5 } })).toBe(false);
  expect(meets({ ...latency, aim: { of: 'ours', below: 7.3 } })).toBe(true);
  const { aim: _, ...without } = requests;
  expect(meets(without)).toBeUndefined();
});

test('the table says each figure with its unit, the ratio, and whether the aim is met', () => {
  const lines = table([requests, { ...latency, aim: { of: 'ours', below: 5 } }]).split('\n');
  expect(lines).toEqual([
    '  measure   Cordboard  reference  ratio  aim             against',
    '  --------  ---------  ---------  -----  --------------  ---------',
    '  requests  30,000 /s  50,000 /s    0.6  >= 0.5: met     node:http',
    '  p50         7.25 ms       1 ms   7.25  < 5 ms: MISSED  node:http',
  ]);
});

test('numbers have three digits that count', () => {
  expect([0.12345, 1.2345, 99.94, 123.4, 45_678.9, 0].map(number)).toEqual([
    '0.123',
    '1.23',
    '99.9',
    '123',
    '45,679',
    '0',
  ]);
  expect(number(Number.NaN)).toBe('-');
});
