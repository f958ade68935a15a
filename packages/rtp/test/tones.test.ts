import { expect, test } from 'vitest';
import { decodeAudio, encodeAudio, hearsTone, SAMPLE_RATE, toneAmplitude, toneSamples, tonesIn } from '../src/index.ts';

const half = SAMPLE_RATE / 2;
const heard = (frequencies: number[], amplitude?: number) =>
  decodeAudio(
    'PCMA',
    encodeAudio(
      'PCMA',
      toneSamples(frequencies, { from: 0, count: half, ...(amplitude === undefined ? {} : { amplitude }) }),
    ),
  );

test.each([300, 425, 440, 600, 905, 1_200, 2_730, 3_400])('a tone of %d Hz is heard through G.711', (hz) => {
  expect(tonesIn(heard([hz]))).toEqual([hz]);
  expect(hearsTone(heard([hz]), hz)).toBe(true);
  expect(hearsTone(heard([hz]), hz + 50)).toBe(false);
});

test('tones close together are told apart', () => {
  expect(tonesIn(heard([440, 480])).sort()).toEqual([440, 480]);
  expect(tonesIn(heard([480, 620], 6_000)).sort()).toEqual([480, 620]);
});

test('the loudest comes first', () => {
  const [loud, soft] = [heard([600], 12_000), heard([900], 4_000)];
  const sum = loud.map((sample, index) => sample + (soft[index] as number));
  expect(tonesIn(sum)).toEqual([600, 900]);
});

test('silence, noise and nothing are no tones', () => {
  let seed = 1;
  const noise = Int16Array.from({ length: half }, () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return (seed % 20_000) - 10_000;
  });
  expect(tonesIn(noise)).toEqual([]);
  expect(tonesIn(new Int16Array(half))).toEqual([]);
  expect(tonesIn(new Int16Array(0))).toEqual([]);
  expect(toneAmplitude(new Int16Array(0), 440)).toBe(0);
});

test('frames made one after the other join without a click', () => {
  const whole = toneSamples([425], { from: 0, count: 480 });
  const frames = [0, 160, 320].flatMap((from) => [...toneSamples([425], { from, count: 160 })]);
  expect(frames).toEqual([...whole]);
});
