export const SAMPLE_RATE = 8_000;

/** Loud enough for a detector, soft enough for an ear: about -12 dBm0. */
const DEFAULT_AMPLITUDE = 8_000;
/** A tone counts as heard from this amplitude on. */
const HEARD_AMPLITUDE = 500;
const SCAN = { from: 300, to: 3_400, step: 25 };

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
export function toneAmplitude(samples: Int16Array, hz: number): number {
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

/** Frequencies that stand out, in steps of 25 Hz from 300 to 3,400 Hz, the loudest first. */
export function tonesIn(samples: Int16Array): number[] {
  const found: { hz: number; amplitude: number }[] = [];
  const levels: number[] = [];
  for (let hz = SCAN.from; hz <= SCAN.to; hz += SCAN.step) levels.push(toneAmplitude(samples, hz));
  levels.forEach((amplitude, index) => {
    const [before, after] = [levels[index - 1] ?? 0, levels[index + 1] ?? 0];
    if (amplitude < HEARD_AMPLITUDE || amplitude < before || amplitude <= after) return;
    found.push({ hz: SCAN.from + index * SCAN.step, amplitude });
  });
  return found.sort((a, b) => b.amplitude - a.amplitude).map(({ hz }) => hz);
}
