import { SAMPLE_RATE } from './tones.ts';
import type { PcmSound } from './wav.ts';

/** Zero crossings of the filter on each side: enough to keep what telephones cannot carry out of what they can. */
const CROSSINGS = 16;

/** The sound at 8 kHz: a windowed sinc filter whose cut-off is half the lower of the two rates. */
export function resample({ sampleRate, samples }: PcmSound): Int16Array {
  if (sampleRate === SAMPLE_RATE) return samples;
  const step = sampleRate / SAMPLE_RATE;
  // In cycles per input sample, a little below the limit so that the slope of the filter ends there.
  const cutoff = (Math.min(1, 1 / step) / 2) * 0.92;
  const reach = CROSSINGS / (2 * cutoff);
  const resampled = new Int16Array(Math.max(1, Math.floor(samples.length / step)));
  for (let index = 0; index < resampled.length; index += 1) {
    resampled[index] = clipped(valueAt(samples, index * step, cutoff, reach));
  }
  return resampled;
}

function valueAt(samples: Int16Array, position: number, cutoff: number, reach: number): number {
  let [sum, weight] = [0, 0];
  const last = Math.min(samples.length - 1, Math.floor(position + reach));
  for (let at = Math.max(0, Math.ceil(position - reach)); at <= last; at += 1) {
    const distance = at - position;
    const hann = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
    const factor = sinc(2 * cutoff * distance) * hann;
    sum += factor * (samples[at] as number);
    weight += factor;
  }
  return weight === 0 ? 0 : sum / weight;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function clipped(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}
