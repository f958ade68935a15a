import { type Codec, encodeAudio, FRAME_SAMPLES, SAMPLE_RATE, toneSamples } from '@cordboard/rtp';
import type { Sound } from './protocol.ts';

/** A stretch of tones (Hz; none is silence). */
interface Stretch {
  readonly frequencies: readonly number[];
  readonly ms: number;
}

/** Ringback and busy as in North America; hold music is a plain chord broken into notes. */
const patterns: Readonly<Record<Sound, { readonly amplitude: number; readonly stretches: readonly Stretch[] }>> = {
  ringback: {
    amplitude: 6_000,
    stretches: [
      { frequencies: [440, 480], ms: 2_000 },
      { frequencies: [], ms: 4_000 },
    ],
  },
  busy: {
    amplitude: 6_000,
    stretches: [
      { frequencies: [480, 620], ms: 500 },
      { frequencies: [], ms: 500 },
    ],
  },
  hold: {
    amplitude: 3_000,
    stretches: [392, 494, 587, 784, 587, 494, 392, 330].map((hz) => ({ frequencies: [hz], ms: 400 })),
  },
};

const cache = new Map<string, readonly Buffer[]>();

/** One round of a sound as encoded frames of 20 ms. */
export function framesOf(sound: Sound, codec: Codec): readonly Buffer[] {
  const key = `${sound} ${codec}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const { amplitude, stretches } = patterns[sound];
  const frames = stretches.flatMap(({ frequencies, ms }) => {
    const count = (ms * SAMPLE_RATE) / 1_000;
    const bytes = encodeAudio(codec, toneSamples(frequencies, { from: 0, count, amplitude }));
    return Array.from({ length: count / FRAME_SAMPLES }, (_, index) =>
      bytes.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES),
    );
  });
  cache.set(key, frames);
  return frames;
}
