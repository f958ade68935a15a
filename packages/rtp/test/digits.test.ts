import { expect, test } from 'vitest';
import { areDigits, type Digit, DigitReader, DigitTrain, type RtpPacket, RtpSender, readRtp } from '../src/index.ts';

/** What a train sends, in order; undefined is a step without a packet. */
function packetsOf(digits: string, durationMs?: number): (RtpPacket | undefined)[] {
  const [train, sender] = [new DigitTrain(digits, durationMs), new RtpSender()];
  const packets: (RtpPacket | undefined)[] = [];
  for (let step = train.next(); step !== undefined; step = train.next()) {
    if (step === 'pause') sender.pass();
    packets.push(step === 'pause' ? undefined : readRtp(sender.digit(101, step.payload, step.first)));
  }
  packets.push(readRtp(sender.frame(0, Buffer.alloc(160))));
  return packets;
}

const sent = (digits: string, durationMs?: number) =>
  packetsOf(digits, durationMs).filter((packet) => packet !== undefined);

function read(packets: readonly RtpPacket[]): Digit[] {
  const reader = new DigitReader();
  return packets.filter(({ payloadType }) => payloadType === 101).flatMap((packet) => reader.take(packet));
}

test('a digit grows by 20 ms a packet; its end is sent three times (RFC 4733 section 2.5.1)', () => {
  const packets = sent('5', 100).slice(0, -1);
  expect(packets.map(({ payload }) => [...payload])).toEqual([
    [5, 10, 0, 160],
    [5, 10, 1, 64],
    [5, 10, 1, 224],
    [5, 10, 2, 128],
    ...Array.from({ length: 3 }, () => [5, 0x8a, 3, 32]),
  ]);
  expect(packets.map(({ marker }) => marker)).toEqual([true, ...Array.from({ length: 6 }, () => false)]);
  expect(new Set(packets.map(({ timestamp }) => timestamp)).size).toBe(1);
  expect(packets.map(({ sequence }) => (sequence - (packets[0] as RtpPacket).sequence) & 0xffff)).toEqual([
    0, 1, 2, 3, 4, 5, 6,
  ]);
});

test('time goes on: the next digit and the voice after it stand where they belong', () => {
  const steps = packetsOf('1#', 100);
  const starts = steps.flatMap((packet, step) =>
    packet?.marker || packet?.payloadType === 0 ? [{ packet, step }] : [],
  );
  const [first] = starts;
  for (const { packet, step } of starts) {
    const passed = ((packet as RtpPacket).timestamp - (first as { packet: RtpPacket }).packet.timestamp) >>> 0;
    expect(passed).toBe((step - (first?.step ?? 0)) * 160);
  }
  expect(starts).toHaveLength(3);
});

test('each digit is read once, with its length', () => {
  expect(read(sent('12*#0D', 140))).toEqual([...'12*#0D'].map((digit) => ({ digit, durationMs: 140 })));
});

test.each([
  ['the first packet', [0]],
  ['all but one of the ends', [4, 5]],
  ['the beginning', [0, 1, 2, 3]],
])('a digit is read once though %s is lost', (_, lost) => {
  expect(read(sent('7', 100).filter((_packet, index) => !lost.includes(index)))).toEqual([
    { digit: '7', durationMs: 100 },
  ]);
});

test('a digit without any end is over when the next one begins, or something else is heard', () => {
  const [one, other] = [sent('1', 100).slice(0, 4), sent('2', 100)];
  const same = (packets: RtpPacket[]) => packets.map((packet) => ({ ...packet, ssrc: 1 }));
  expect(read([...same(one), ...same(other)])).toEqual([
    { digit: '1', durationMs: 80 },
    { digit: '2', durationMs: 100 },
  ]);
  const reader = new DigitReader();
  for (const packet of one) expect(reader.take(packet)).toEqual([]);
  expect([reader.open, reader.close(), reader.open, reader.close()]).toEqual([
    true,
    [{ digit: '1', durationMs: 80 }],
    false,
    [],
  ]);
});

test('packets that are none are nothing', () => {
  const reader = new DigitReader();
  for (const payload of [[], [5], [5, 0, 1], [16, 0x80, 1, 1], [255, 0x80, 1, 1]]) {
    expect(reader.take({ ssrc: 1, timestamp: 1, payload: Uint8Array.from(payload) })).toEqual([]);
  }
});

test('which characters are digits', () => {
  expect(['1', '0123456789*#ABCDabcd'].map(areDigits)).toEqual([true, true]);
  expect(['', '1 2', '+1', 'E', '5,'].map(areDigits)).toEqual([false, false, false, false, false]);
});
