import { expect, test } from 'vitest';
import {
  readWav,
  resample,
  toneAmplitude,
  toneSamples,
  UnreadableSound,
  WAV_HEADER_BYTES,
  wavHeader,
} from '../src/index.ts';

interface Kind {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bits: number;
  readonly format?: number;
}

/** A WAV file as other programs write them: with a chunk of odd length before the sound. */
function wav({ sampleRate, channels, bits, format = 1 }: Kind, values: readonly number[]): Buffer {
  const data = Buffer.concat(
    values.map((value) => {
      const sample = Buffer.alloc(bits / 8);
      if (bits === 16) sample.writeInt16LE(value);
      else sample.writeUInt8((value >> 8) + 128);
      return sample;
    }),
  );
  const fmt = Buffer.alloc(16);
  fmt.writeUInt16LE(format, 0);
  fmt.writeUInt16LE(channels, 2);
  fmt.writeUInt32LE(sampleRate, 4);
  fmt.writeUInt16LE(bits, 14);
  const part = (name: string, bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([Buffer.from(name), length, bytes, Buffer.alloc(bytes.length % 2)]);
  };
  const parts = Buffer.concat([
    Buffer.from('WAVE'),
    part('fmt ', fmt),
    part('LIST', Buffer.from('odd')),
    part('data', data),
  ]);
  return part('RIFF', parts);
}

/** A tone of 600 Hz and one that telephones cannot carry, at any rate. */
function tones(sampleRate: number, seconds: number): number[] {
  return Array.from({ length: sampleRate * seconds }, (_, index) => {
    const time = index / sampleRate;
    const high = sampleRate > 8_000 ? Math.sin(2 * Math.PI * 6_400 * time) : 0;
    return Math.round(8_000 * Math.sin(2 * Math.PI * 600 * time) + 8_000 * high);
  });
}

test('what we write we read, and its header says how long it is', () => {
  const samples = toneSamples([600], { from: 0, count: 800 });
  const file = Buffer.concat([wavHeader(samples.byteLength), Buffer.from(samples.buffer)]);
  expect(file.length).toBe(WAV_HEADER_BYTES + 1_600);
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  expect(readWav(file)).toEqual({ sampleRate: 8_000, samples });
});

test('a file whose end is missing is read as far as it goes', () => {
  const file = Buffer.concat([wavHeader(1_000), Buffer.alloc(500)]);
  expect(readWav(file).samples.length).toBe(250);
});

test.each([8_000, 16_000, 44_100, 48_000])(
  '%i samples a second become 8,000, without what lies above',
  (sampleRate) => {
    const read = readWav(wav({ sampleRate, channels: 1, bits: 16 }, tones(sampleRate, 1)));
    const samples = resample(read);
    expect(samples.length).toBe(8_000);
    expect(toneAmplitude(samples, 600) / 8_000).toBeCloseTo(1, 1);
    // 6,400 Hz would be heard as 1,600.
    expect(toneAmplitude(samples, 1_600)).toBeLessThan(100);
  },
);

test('two channels become their mean, 8 bit become 16', () => {
  expect([...readWav(wav({ sampleRate: 8_000, channels: 2, bits: 16 }, [100, 300, -50, 50])).samples]).toEqual([
    200, 0,
  ]);
  expect([...readWav(wav({ sampleRate: 8_000, channels: 1, bits: 8 }, [256, -512])).samples]).toEqual([256, -512]);
});

test.each([
  ['nothing', Buffer.alloc(0), /no WAV/],
  ['text', Buffer.from('These are words and no sound at all, in any format.'), /no WAV/],
  ['a header alone', wavHeader(0), /no sound/],
  ['a broken header', wavHeader(10).subarray(0, 20), /no format/],
  ['MP3 in a WAV', wav({ sampleRate: 8_000, channels: 1, bits: 16, format: 85 }, [1]), /format 85/],
  ['24 bit', wav({ sampleRate: 8_000, channels: 1, bits: 16 }, [1]).fill(24, 34, 35), /24 bit/],
  ['no channel', wav({ sampleRate: 8_000, channels: 0, bits: 16 }, [1]), /0 channels/],
  ['no rate', wav({ sampleRate: 0, channels: 1, bits: 16 }, [1]), /0 samples/],
])('%s is refused in words', (_, bytes, words) => {
  expect(() => readWav(bytes)).toThrow(UnreadableSound);
  expect(() => readWav(bytes)).toThrow(words);
});
