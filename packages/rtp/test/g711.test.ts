import { expect, test } from 'vitest';
import { type Codec, decodeAudio, encodeAudio, transcodeAudio } from '../src/index.ts';

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const one = (codec: Codec, sample: number) => encodeAudio(codec, Int16Array.of(sample))[0];

test.each([
  // ITU-T G.711 tables 1a and 2a: silence, the smallest and the largest values.
  ['PCMU', 0, 0xff],
  ['PCMU', 32_767, 0x80],
  ['PCMU', -32_768, 0x00],
  ['PCMA', 0, 0xd5],
  ['PCMA', 32_767, 0xaa],
  ['PCMA', -32_768, 0x2a],
  // A-law below zero counts in ones' complement (ITU-T G.191): -16 is the last of the first step.
  ['PCMA', -16, 0x55],
  ['PCMA', -17, 0x54],
] as const)('%s encodes %d as the tables of G.711 say', (codec, sample, byte) => {
  expect(one(codec, sample)).toBe(byte);
});

test.each(['PCMU', 'PCMA'] as const)('%s: every byte survives decoding and encoding', (codec) => {
  const again = encodeAudio(codec, decodeAudio(codec, allBytes));
  // mu-law has two zeros (0x7f and 0xff); the samples know one.
  const expected = allBytes.map((byte) => (codec === 'PCMU' && byte === 0x7f ? 0xff : byte));
  expect([...again]).toEqual([...expected]);
});

test.each(['PCMU', 'PCMA'] as const)('%s keeps every sample to half a step of its segment', (codec) => {
  const samples = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  const heard = decodeAudio(codec, encodeAudio(codec, samples));
  // Sixteen steps to a segment, each segment twice as long as the one before; mu-law begins 132 below zero.
  const halfStep = (sample: number) => Math.max(8, (Math.abs(sample) + 132) / 32);
  const far = [...samples].filter((sample, index) => Math.abs(sample - (heard[index] as number)) > halfStep(sample));
  expect(far).toEqual([]);
});

test('one law becomes the other as if it went through samples, and back', () => {
  const aLaw = transcodeAudio('PCMU', 'PCMA', allBytes);
  expect([...aLaw]).toEqual([...encodeAudio('PCMA', decodeAudio('PCMU', allBytes))]);
  const muLaw = transcodeAudio('PCMA', 'PCMU', allBytes);
  expect([...muLaw]).toEqual([...encodeAudio('PCMU', decodeAudio('PCMA', allBytes))]);
  expect(transcodeAudio('PCMA', 'PCMA', allBytes)).toBe(allBytes);
});
