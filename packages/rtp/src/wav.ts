import { SAMPLE_RATE } from './tones.ts';

/** Bytes before the samples of a file that `wavHeader` begins. */
export const WAV_HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const PCM = 1;
/** Its real format stands in the first two bytes of the sub-format (mmreg.h, WAVE_FORMAT_EXTENSIBLE). */
const EXTENSIBLE = 0xfffe;

/** Sound as numbers from -32,768 to 32,767; of several channels the mean. */
export interface PcmSound {
  readonly sampleRate: number;
  readonly samples: Int16Array;
}

/** The file is no WAV, or one of a kind that is not read; the message is for people. */
export class UnreadableSound extends Error {
  override readonly name = 'UnreadableSound';
}

/** Header of a WAV file of 16 bit PCM, 8 kHz, mono, with so many bytes of samples. */
export function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(Math.min(WAV_HEADER_BYTES - 8 + dataBytes, 0xffff_ffff), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(Math.min(dataBytes, 0xffff_ffff), 40);
  return header;
}

/** Reads a WAV file of 8 or 16 bit PCM. @throws UnreadableSound */
export function readWav(bytes: Buffer): PcmSound {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw new UnreadableSound('It is no WAV file');
  }
  const format = chunk(bytes, 'fmt ');
  if (format === undefined || format.length < 16) throw new UnreadableSound('It has no format chunk');
  const data = chunk(bytes, 'data');
  if (data === undefined) throw new UnreadableSound('It has no sound in it');
  const tag = format.readUInt16LE(0);
  const encoding = tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const [channels, sampleRate, bits] = [format.readUInt16LE(2), format.readUInt32LE(4), format.readUInt16LE(14)];
  if (encoding !== PCM || (bits !== 8 && bits !== 16)) {
    throw new UnreadableSound(`It must be PCM of 8 or 16 bit; it is of format ${encoding} with ${bits} bit`);
  }
  if (channels < 1 || channels > 8) throw new UnreadableSound(`It has ${channels} channels`);
  if (sampleRate < 4_000 || sampleRate > 192_000) throw new UnreadableSound(`It has ${sampleRate} samples a second`);
  const samples = mono(data, channels, bits);
  if (samples.length === 0) throw new UnreadableSound('It has no sound in it');
  return { sampleRate, samples };
}

/** The content of the first chunk with this name; what a broken length promises beyond the file is left out. */
function chunk(bytes: Buffer, name: string): Buffer | undefined {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === name) return bytes.subarray(at + 8, at + 8 + length);
    // Chunks begin at even places.
    at += 8 + length + (length % 2);
  }
  return undefined;
}

function mono(data: Buffer, channels: number, bits: 8 | 16): Int16Array {
  const frameBytes = (channels * bits) / 8;
  const samples = new Int16Array(Math.floor(data.length / frameBytes));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const at = index * frameBytes + (channel * bits) / 8;
      // PCM of 8 bit is unsigned.
      sum += bits === 16 ? data.readInt16LE(at) : ((data[at] as number) - 128) * 256;
    }
    samples[index] = Math.round(sum / channels);
  }
  return samples;
}
