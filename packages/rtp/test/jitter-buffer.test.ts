import { expect, test } from 'vitest';
import { FRAME_SAMPLES, JitterBuffer, toneAmplitude, toneSamples } from '../src/index.ts';

const HZ = 600;
const LOUD = 8_000;

/** A talker whose frames come and are taken as the test says. */
class Talk {
  readonly buffer = new JitterBuffer();
  readonly heard: (Int16Array | undefined)[] = [];
  readonly #start: number;

  constructor(start = 1_000) {
    this.#start = start;
  }

  put(frame: number, o: { ssrc?: number; count?: number } = {}): void {
    const { ssrc = 1, count = FRAME_SAMPLES } = o;
    const timestamp = (this.#start + frame * FRAME_SAMPLES) >>> 0;
    this.buffer.put({ ssrc, timestamp }, toneSamples([HZ], { from: frame * FRAME_SAMPLES, count }));
  }

  take(): void {
    const frame = this.buffer.take();
    this.heard.push(frame === undefined ? undefined : Int16Array.from(frame));
  }

  /** Frames in which the tone is as loud as it was said. */
  get clear(): number {
    return this.heard.filter((frame) => frame !== undefined && toneAmplitude(frame, HZ) > LOUD * 0.95).length;
  }

  get silent(): number {
    return this.heard.filter((frame) => frame === undefined).length;
  }
}

test('frames in time are heard whole, after a short delay', () => {
  const talk = new Talk();
  for (let frame = 0; frame < 500; frame += 1) {
    talk.put(frame);
    talk.take();
  }
  expect([talk.silent, talk.clear]).toEqual([2, 498]);
});

test('nothing comes, nothing is heard', () => {
  const talk = new Talk();
  talk.take();
  expect(talk.silent).toBe(1);
});

test('neighbours that changed places are heard in order', () => {
  const talk = new Talk();
  for (let frame = 0; frame < 100; frame += 2) {
    talk.put(frame + 1);
    talk.take();
    talk.put(frame);
    talk.take();
  }
  expect(talk.clear).toBeGreaterThanOrEqual(97);
});

test('a lost frame is filled with a softer echo and moves nothing', () => {
  const talk = new Talk();
  for (let frame = 0; frame < 100; frame += 1) {
    if (frame !== 50) talk.put(frame);
    talk.take();
  }
  const gap = talk.heard[52] as Int16Array;
  expect([talk.clear, talk.silent]).toEqual([97, 2]);
  expect(toneAmplitude(gap, HZ) / LOUD).toBeCloseTo(0.5, 1);
});

test('bursts after a stall are heard whole', () => {
  const talk = new Talk();
  for (let frame = 0; frame < 300; frame += 1) {
    // Every second, three frames come together with the next.
    if (frame % 50 < 3) {
      talk.take();
      continue;
    }
    if (frame % 50 === 3) for (let late = 3; late > 0; late -= 1) talk.put(frame - late);
    talk.put(frame);
    talk.take();
  }
  expect(talk.clear).toBeGreaterThanOrEqual(290);
});

test.each([
  ['faster', 50.2],
  ['slower', 49.8],
])('a clock that goes %s neither piles up nor breaks up', (_, framesPerSecond) => {
  const talk = new Talk();
  let put = 0;
  for (let step = 0; step < 1_400; step += 1) {
    for (; put < ((step + 1) * framesPerSecond) / 50; put += 1) talk.put(put);
    talk.take();
  }
  expect(talk.clear).toBeGreaterThan(1_400 * 0.98);
  let left = 0;
  while (talk.buffer.take() !== undefined) left += 1;
  expect(left).toBeLessThan(8);
});

test.each([
  ['another source', { ssrc: 2 }, 0],
  ['a leap of time', {}, 100_000],
])('%s begins anew', (_, o, leap) => {
  const talk = new Talk();
  for (let frame = 0; frame < 20; frame += 1) {
    talk.put(frame);
    talk.take();
  }
  for (let frame = 20; frame < 40; frame += 1) {
    talk.put(frame + leap, o);
    talk.take();
  }
  expect([talk.clear, talk.silent]).toEqual([36, 4]);
});

test('a pause is silence, and what comes after it is heard at once', () => {
  const talk = new Talk();
  for (let frame = 0; frame < 60; frame += 1) {
    if (frame < 20 || frame >= 40) talk.put(frame);
    talk.take();
  }
  expect(talk.clear).toBe(38);
  expect(talk.heard.slice(30, 42).every((frame) => frame === undefined)).toBe(true);
});

test('timestamps may wrap around, and packets be of 10 or 60 ms', () => {
  const talk = new Talk(0xffff_ffff - 5_000);
  for (let frame = 0; frame < 99; frame += 1) {
    if (frame % 3 === 0) talk.put(frame, { count: 480 });
    talk.take();
  }
  expect(talk.clear).toBe(97);
  const short = new Talk();
  for (let frame = 0; frame < 50; frame += 1) {
    short.put(frame, { count: 80 });
    short.put(frame + 0.5, { count: 80 });
    short.take();
  }
  expect(short.clear).toBe(48);
});

test('whatever comes, a frame or nothing is given', () => {
  const talk = new Talk();
  let random = 1;
  for (let step = 0; step < 5_000; step += 1) {
    random = (random * 48_271) % 2_147_483_647;
    const samples = new Int16Array(random % 1_500).fill(random % 30_000);
    talk.buffer.put({ ssrc: random % 2, timestamp: (random * 7) >>> 0 }, samples);
    const frame = talk.buffer.take();
    expect(frame === undefined || (frame.length === FRAME_SAMPLES && !frame.includes(-32_768))).toBe(true);
  }
});
