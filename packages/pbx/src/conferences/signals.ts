import { SAMPLE_RATE, toneSamples } from '@cordboard/rtp';

/** Notes of 150 ms. */
const NOTE_MS = 150;

/** Short melodies that need no language: rising is good, falling is bad. */
export const signals = {
  askCode: melody(660, 880, 660, 880),
  wrongCode: melody(440, 330, 440, 330),
  tooManyGuesses: melody(560, 370, 560, 370, 560, 370),
  joined: melody(520, 780),
  left: melody(780, 520),
} as const;

function melody(...notes: readonly number[]): Int16Array {
  const count = (NOTE_MS * SAMPLE_RATE) / 1_000;
  const samples = new Int16Array(notes.length * count);
  for (const [at, hz] of notes.entries()) {
    samples.set(toneSamples([hz], { from: 0, count, amplitude: 5_000 }), at * count);
  }
  return samples;
}
