import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRtp, writeRtp } from '../src/index.ts';

const packet = {
  payloadType: 8,
  marker: true,
  sequence: 65_535,
  timestamp: 4_294_967_295,
  ssrc: 3_735_928_559,
  payload: Buffer.from([1, 2, 3]),
};
const header = (first: number, second = 0) => [first, second, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];

test('a packet is read as it was written', () => {
  expect(readRtp(writeRtp(packet))).toEqual(packet);
});

test('numbers beyond their field wrap', () => {
  const wrapped = readRtp(writeRtp({ ...packet, sequence: 65_537, timestamp: 4_294_967_297 }));
  expect(wrapped).toMatchObject({ sequence: 1, timestamp: 1 });
});

test('contributing sources, an extension and padding are passed over', () => {
  const bytes = [
    ...header(0xb2), // version 2, padding, extension, two contributing sources
    ...[0, 0, 0, 4, 0, 0, 0, 5],
    ...[0xbe, 0xde, 0, 1, 9, 9, 9, 9],
    ...[7, 8],
    ...[0, 0, 3],
  ];
  expect([...(readRtp(Buffer.from(bytes))?.payload ?? [])]).toEqual([7, 8]);
});

test.each([
  ['nothing', []],
  ['a short header', header(0x80).slice(0, 11)],
  ['version 1', header(0x40)],
  ['more contributing sources than bytes', header(0x8f)],
  ['an extension without a length', [...header(0x90), 0, 0]],
  ['an extension longer than the packet', [...header(0x90), 0, 0, 0xff, 0xff]],
  ['more padding than packet', [...header(0xa0), 0xff]],
  ['padding that does not count itself', [...header(0xa0), 0]],
  ['an RTCP sender report', header(0x80, 200)],
  ['an RTCP receiver report', header(0x81, 201)],
])('%s is no packet', (_, bytes) => {
  expect(readRtp(Buffer.from(bytes))).toBeUndefined();
});

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      if (bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] as number) & 0x3f);
      const read = readRtp(Buffer.from(bytes));
      if (read !== undefined) expect(read.payload.length).toBeLessThanOrEqual(bytes.length - 12);
    }),
    { numRuns: 2_000 },
  );
});
