import { SAMPLE_RATE } from './tones.ts';
import type { PcmSound } from './wav.ts';

/** Zero crossings of the filter on each side: enough to keep what telephones cannot carry out of what they can. */
const CROSSINGS = 16;
/** Of the band that both rates have, so that the slope of the filter ends within it. */
const PASS_BAND = 0.92;

/** The sound at 8 kHz: a windowed sinc filter whose cut-off is half the lower of the two rates. */
export function resample({ sampleRate, samples }: PcmSound): Int16Array {
  if (sampleRate === SAMPLE_RATE) return samples;
  const filters = filtersFor(sampleRate);
  const resampled = new Int16Array(Math.max(1, Math.floor((samples.length * SAMPLE_RATE) / sampleRate)));
  for (let index = 0; index < resampled.length; index += 1) {
    const filter = filters[index % filters.length] as Float64Array;
    const middle = Math.floor((index * sampleRate) / SAMPLE_RATE);
    resampled[index] = clipped(sumAround(samples, middle, filter));
  }
  return resampled;
}

/** Weights of the samples around a position, for each place between two samples that positions fall on. */
function filtersFor(sampleRate: number): Float64Array[] {
  // In cycles per input sample.
  const cutoff = (Math.min(1, SAMPLE_RATE / sampleRate) / 2) * PASS_BAND;
  const reach = CROSSINGS / (2 * cutoff);
  const places = SAMPLE_RATE / greatestDivisor(sampleRate, SAMPLE_RATE);
  return Array.from({ length: places }, (_, place) => {
    const between = ((place * sampleRate) / SAMPLE_RATE) % 1;
    const half = Math.ceil(reach);
    const weights = Float64Array.from({ length: 2 * half + 1 }, (_weight, at) => {
      const distance = at - half - between;
      if (Math.abs(distance) > reach) return 0;
      return sinc(2 * cutoff * distance) * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
}

function sumAround(samples: Int16Array, middle: number, filter: Float64Array): number {
  const first = middle - (filter.length - 1) / 2;
  const from = Math.max(0, -first);
  const to = Math.min(filter.length, samples.length - first);
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += (filter[at] as number) * (samples[first + at] as number);
  return sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function clipped(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}
