/** G.711 (ITU-T): one byte a sample, 8,000 samples a second. */
export type Codec = 'PCMU' | 'PCMA';

const BIAS = 0x84;
const CLIP = 32_635;

const muToLinear = new Int16Array(256);
const aToLinear = new Int16Array(256);
const linearToMu = new Uint8Array(65_536);
const linearToA = new Uint8Array(65_536);
/** mu-law byte to A-law byte and back, without the detour through samples. */
const muToA = new Uint8Array(256);
const aToMu = new Uint8Array(256);

for (let byte = 0; byte < 256; byte += 1) {
  muToLinear[byte] = decodeMu(byte);
  aToLinear[byte] = decodeA(byte);
}
for (let sample = -32_768; sample < 32_768; sample += 1) {
  linearToMu[sample + 32_768] = encodeMu(sample);
  linearToA[sample + 32_768] = encodeA(sample);
}
for (let byte = 0; byte < 256; byte += 1) {
  muToA[byte] = linearToA[(muToLinear[byte] as number) + 32_768] as number;
  aToMu[byte] = linearToMu[(aToLinear[byte] as number) + 32_768] as number;
}

/** Samples of 16 bits from encoded bytes. */
export function decodeAudio(codec: Codec, bytes: Uint8Array): Int16Array {
  const table = codec === 'PCMU' ? muToLinear : aToLinear;
  const samples = new Int16Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) samples[index] = table[bytes[index] as number] as number;
  return samples;
}

export function encodeAudio(codec: Codec, samples: Int16Array): Buffer {
  const table = codec === 'PCMU' ? linearToMu : linearToA;
  const bytes = Buffer.allocUnsafe(samples.length);
  for (let index = 0; index < samples.length; index += 1) {
    bytes[index] = table[(samples[index] as number) + 32_768] as number;
  }
  return bytes;
}

/** Encoded bytes in the other law. */
export function transcodeAudio(from: Codec, to: Codec, bytes: Uint8Array): Uint8Array {
  if (from === to) return bytes;
  const table = from === 'PCMU' ? muToA : aToMu;
  const other = Buffer.allocUnsafe(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) other[index] = table[bytes[index] as number] as number;
  return other;
}

function decodeMu(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = (((inverted & 0x0f) << 3) + BIAS) << ((inverted & 0x70) >> 4);
  return (inverted & 0x80) === 0 ? magnitude - BIAS : BIAS - magnitude;
}

function encodeMu(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function decodeA(byte: number): number {
  const toggled = byte ^ 0x55;
  const exponent = (toggled & 0x70) >> 4;
  const base = ((toggled & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? base : (base + 0x100) << (exponent - 1);
  return (toggled & 0x80) === 0 ? -magnitude : magnitude;
}

function encodeA(sample: number): number {
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32_767);
  const exponent = magnitude < 256 ? 0 : 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}
