import { expect, test } from 'vitest';
import { FRAME_SAMPLES, type RtpPacket, RtpSender, readRtp } from '../src/index.ts';

const frame = Buffer.alloc(FRAME_SAMPLES);
const from = (sequence: number, timestamp: number, o: Partial<RtpPacket> = {}): RtpPacket => ({
  payloadType: 0,
  marker: false,
  sequence: sequence & 0xffff,
  timestamp: timestamp >>> 0,
  ssrc: 7,
  payload: frame,
  ...o,
});

function listener() {
  const sender = new RtpSender();
  const read = (bytes: Buffer) => readRtp(bytes) as RtpPacket;
  return {
    sender,
    frame: () => read(sender.frame(0, frame)),
    relay: (packet: RtpPacket) => read(sender.relay(packet, packet.payloadType, packet.payload)),
  };
}

/** Steps of sequence and timestamp from one packet to the next. */
const step = (one: RtpPacket, next: RtpPacket) => [
  (next.sequence - one.sequence) & 0xffff,
  (next.timestamp - one.timestamp) >>> 0,
];

test('frames follow each other; the first begins a talk', () => {
  const { frame } = listener();
  const [first, second] = [frame(), frame()];
  expect(step(first, second)).toEqual([1, FRAME_SAMPLES]);
  expect([first.marker, second.marker]).toEqual([true, false]);
});

test('two senders do not share their stream', () => {
  expect(listener().frame().ssrc).not.toBe(listener().frame().ssrc);
});

test('a tone, one party and another party are one stream to the listener', () => {
  const { sender, frame, relay } = listener();
  const tone = frame();
  sender.restart();
  const one = relay(from(65_530, 4_294_967_000));
  const next = relay(from(65_531, 4_294_967_160));
  sender.restart();
  const other = relay(from(100, 5_000, { ssrc: 8 }));
  const toneAgain = frame();
  expect(new Set([tone, one, next, other, toneAgain].map(({ ssrc }) => ssrc)).size).toBe(1);
  expect([step(tone, one), step(one, next), step(next, other), step(other, toneAgain)]).toEqual(
    Array.from({ length: 4 }, () => [1, FRAME_SAMPLES]),
  );
  expect([one, next, other, toneAgain].map(({ marker }) => marker)).toEqual([true, false, true, false]);
});

test('loss, order and wrapping of the source are passed on as they came', () => {
  const { relay } = listener();
  const first = relay(from(65_534, 4_294_967_136));
  const afterGap = relay(from(65_537, 4_294_967_136 + 3 * 160));
  const late = relay(from(65_536, 4_294_967_136 + 2 * 160));
  expect(step(first, afterGap)).toEqual([3, 480]);
  expect(step(first, late)).toEqual([2, 320]);
});

test('a late packet does not move the stream back', () => {
  const { relay, frame } = listener();
  relay(from(10, 0));
  const newest = relay(from(12, 320));
  relay(from(11, 160));
  expect(step(newest, frame())).toEqual([1, FRAME_SAMPLES]);
});

test("the source's own marker is passed on, and is not said twice when it begins a talk", () => {
  const { relay } = listener();
  const packets = [from(1, 0, { marker: true }), from(2, 160), from(3, 4_000, { marker: true }), from(4, 4_160)];
  expect(packets.map(relay).map(({ marker }) => marker)).toEqual([true, false, true, false]);
});

test('a pause before another party is told in the time, not in the sequence', () => {
  let now = 0;
  const sender = new RtpSender(() => now);
  const relay = (packet: RtpPacket) => readRtp(sender.relay(packet, 0, packet.payload)) as RtpPacket;
  const one = relay(from(1, 0));
  sender.restart();
  now += 101;
  const other = relay(from(50, 90_000, { ssrc: 8 }));
  now += 500;
  const next = relay(from(51, 90_160, { ssrc: 8 }));
  sender.restart();
  now += 60;
  const tone = readRtp(sender.frame(0, frame)) as RtpPacket;
  expect([step(one, other), step(other, next), step(next, tone)]).toEqual([
    [1, 5 * FRAME_SAMPLES],
    [1, FRAME_SAMPLES],
    [1, 3 * FRAME_SAMPLES],
  ]);
});
