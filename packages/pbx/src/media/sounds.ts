import { SAMPLE_RATE, toneSamples } from '@cordboard/rtp';
import { Clip } from './clip.ts';
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

/** The sounds that parties hear while they wait: made here unless an administrator gave others. */
export class Sounds {
  readonly #clips = new Map<Sound, Clip>();

  set(name: Sound, samples: Int16Array): void {
    this.#clips.set(name, new Clip(samples));
  }

  get(name: Sound): Clip {
    const known = this.#clips.get(name);
    if (known !== undefined) return known;
    const made = new Clip(made8kHz(name));
    this.#clips.set(name, made);
    return made;
  }
}

/** One round of a sound. */
function made8kHz(name: Sound): Int16Array {
  const { amplitude, stretches } = patterns[name];
  const parts = stretches.map(({ frequencies, ms }) =>
    toneSamples(frequencies, { from: 0, count: (ms * SAMPLE_RATE) / 1_000, amplitude }),
  );
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}
