import { expect, test } from 'vitest';
import { addSamples, limitedSum, toneAmplitude, toneSamples } from '../src/index.ts';

const COUNT = 800;

function sumOf(...parts: Int16Array[]): Int32Array {
  const sum = new Int32Array(COUNT);
  for (const part of parts) addSamples(sum, part);
  return sum;
}

const tone = (hz: number, amplitude = 8_000) => toneSamples([hz], { from: 0, count: COUNT, amplitude });

test('each hears the others and not itself', () => {
  const [one, other] = [tone(600), tone(900)];
  const heard = limitedSum(sumOf(one, other), one, new Int16Array(COUNT));
  expect([...heard]).toEqual([...other]);
});

test('what is not loud stays as it is', () => {
  const quiet = tone(600, 23_000);
  expect([...limitedSum(sumOf(quiet), undefined, new Int16Array(COUNT))]).toEqual([...quiet]);
});

test('many loud voices stay within 16 bits, in order of loudness, and are still told apart', () => {
  const voices = [400, 600, 900, 1_200, 1_700, 2_300].map((hz) => tone(hz, 16_000));
  const heard = limitedSum(sumOf(...voices), undefined, new Int16Array(COUNT));
  expect(Math.max(...heard)).toBeLessThanOrEqual(32_767);
  for (const hz of [400, 600, 900, 1_200, 1_700, 2_300]) expect(toneAmplitude(heard, hz)).toBeGreaterThan(4_000);
  const ramp = Int32Array.from({ length: 100_000 }, (_, index) => index);
  const limited = limitedSum(ramp, undefined, new Int16Array(ramp.length));
  expect(limited.every((sample, index) => index === 0 || sample >= (limited[index - 1] as number))).toBe(true);
  expect([...limitedSum(Int32Array.of(90_000, -90_000), undefined, new Int16Array(2))]).toEqual([
    limited[90_000],
    -(limited[90_000] as number),
  ]);
});
