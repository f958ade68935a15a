export const SAMPLE_RATE = 8_000;

/** Loud enough for a detector, soft enough for an ear: about -12 dBm0. */
const DEFAULT_AMPLITUDE = 8_000;
/** A tone counts as heard from this amplitude on. */
const HEARD_AMPLITUDE = 2_000;
const SCAN = { from: 300, to: 3_400, step: 20 };
/** 50 ms: as short a block answers to frequencies up to 20 Hz beside it, so that the scan misses none. */
const BLOCK = 400;
const FINE_STEP = 5;

/** Samples of a sum of sine tones; `from` is the position of the first sample, for frames that join without a click. */
export function toneSamples(
  frequencies: readonly number[],
  o: { from: number; count: number; amplitude?: number },
): Int16Array {
  const samples = new Int16Array(o.count);
  const amplitude = (o.amplitude ?? DEFAULT_AMPLITUDE) / Math.max(1, frequencies.length);
  for (let index = 0; index < o.count; index += 1) {
    let sum = 0;
    for (const hz of frequencies) sum += Math.sin((2 * Math.PI * hz * (o.from + index)) / SAMPLE_RATE);
    samples[index] = Math.round(sum * amplitude);
  }
  return samples;
}

/** Amplitude of one frequency in samples (Goertzel's algorithm). */
export function toneAmplitude(samples: Int16Array | Float64Array, hz: number): number {
  if (samples.length === 0) return 0;
  const omega = (2 * Math.PI * hz) / SAMPLE_RATE;
  const coefficient = 2 * Math.cos(omega);
  let [one, two] = [0, 0];
  for (const sample of samples) {
    const next = sample + coefficient * one - two;
    two = one;
    one = next;
  }
  const power = one * one + two * two - coefficient * one * two;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

export function hearsTone(samples: Int16Array, hz: number): boolean {
  return toneAmplitude(samples, hz) >= HEARD_AMPLITUDE;
}

/** Frequencies that stand out from 300 to 3,400 Hz, to the next 5 Hz, the loudest first. */
export function tonesIn(samples: Int16Array): number[] {
  const blocks = windowed(samples);
  const found = new Map<number, number>();
  for (let centre = SCAN.from; centre <= SCAN.to; centre += SCAN.step) {
    if (meanAmplitude(blocks, centre) < HEARD_AMPLITUDE / 2) continue;
    const { hz, amplitude } = loudestNear(samples, centre);
    // One that is nearer to the next step of the scan is found there.
    if (amplitude >= HEARD_AMPLITUDE && Math.abs(hz - centre) <= SCAN.step / 2) found.set(hz, amplitude);
  }
  return [...found].sort(([, a], [, b]) => b - a).map(([hz]) => hz);
}

/** Blocks under a Hann window, whose side lobes are too low to pass for tones; its loss of level is made up for. */
function windowed(samples: Int16Array): Float64Array[] {
  const blocks: Float64Array[] = [];
  for (let start = 0; start + BLOCK <= samples.length; start += BLOCK) {
    const block = Float64Array.from(samples.subarray(start, start + BLOCK));
    for (let at = 0; at < BLOCK; at += 1) {
      block[at] = (block[at] as number) * (1 - Math.cos((2 * Math.PI * at) / BLOCK));
    }
    blocks.push(block);
  }
  return blocks;
}

function meanAmplitude(blocks: readonly Float64Array[], hz: number): number {
  const power = blocks.reduce((sum, block) => sum + toneAmplitude(block, hz) ** 2, 0);
  return Math.sqrt(power / Math.max(1, blocks.length));
}

function loudestNear(samples: Int16Array, centre: number): { hz: number; amplitude: number } {
  let best = { hz: centre, amplitude: 0 };
  for (let hz = centre - SCAN.step; hz <= centre + SCAN.step; hz += FINE_STEP) {
    const amplitude = toneAmplitude(samples, hz);
    if (amplitude > best.amplitude) best = { hz, amplitude };
  }
  return best;
}
