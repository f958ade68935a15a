import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { SoundFile } from './support/sound-file.ts';
import { Studio } from './support/studio.ts';

let studio: Studio;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
  file = join(folder, 'made', 'when', 'missing', 'call.wav');
  studio = await Studio.open();
});

afterEach(async () => {
  await studio.close();
  await rm(folder, { recursive: true });
});

/** Two parties that talk to each other. */
async function call() {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  for (const { party } of [one, other]) party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  return { one, other };
}

const talk = async (
  party: { untilPackets(count: number): Promise<unknown>; packets: readonly unknown[] },
  ms: number,
) => await party.untilPackets(party.packets.length + ms / 20);

test('both voices are in the file, for as long as it lasted', async () => {
  const { one } = await call();
  const start = performance.now();
  const recording = one.session.record(file);
  await talk(one.party, 2_000);
  const end = await recording.stop();
  const lasted = performance.now() - start;
  const sound = await SoundFile.read(file);
  expect(Math.abs(sound.ms - lasted)).toBeLessThan(100);
  expect(end).toEqual({ durationMs: sound.ms, bytes: sound.bytes });
  expect(sound.toldMs).toBe(sound.ms);
  for (const hz of [600, 900]) expect(sound.heardMs(hz)).toBeGreaterThanOrEqual(1_700);
});

test('what is said during a pause is left out, and the time with it', async () => {
  const { one, other } = await call();
  const recording = one.session.record(file);
  await talk(one.party, 1_000);
  recording.pause();
  other.party.hush();
  const third = await studio.join(1_200);
  third.party.talk();
  one.session.join(third.session);
  await one.party.untilHears(1_200);
  await talk(one.party, 1_000);
  one.session.join(other.session);
  other.party.talk();
  await one.party.untilHears(900);
  recording.resume();
  recording.resume();
  await talk(one.party, 1_000);
  const { durationMs } = await recording.stop();
  const sound = await SoundFile.read(file);
  expect(durationMs).toBe(sound.ms);
  expect(sound.ms).toBeGreaterThan(1_900);
  expect(sound.ms).toBeLessThan(2_500);
  expect(sound.peak(1_200)).toBeLessThan(300);
  expect(sound.heardMs(900)).toBeGreaterThan(1_500);
});

test('only what others hear is recorded: not whom nobody listens to, nor the music', async () => {
  const { one, other } = await call();
  const recording = one.session.record(file);
  await talk(one.party, 500);
  one.session.part();
  one.session.play('hold');
  await talk(one.party, 1_000);
  one.session.play(undefined);
  one.session.join(other.session);
  await talk(one.party, 500);
  await recording.stop();
  const sound = await SoundFile.read(file);
  expect(sound.ms).toBeGreaterThan(1_900);
  expect(sound.heardMs(600)).toBeLessThan(1_400);
  expect(sound.peak(392)).toBeLessThan(300);
});

test('a mixer is recorded with all its parties, and a party of a mixer with what it hears', async () => {
  const mixer = studio.plane.openMixer();
  const seats = [await studio.join(600), await studio.join(900), await studio.join(1_200)] as const;
  for (const { party, session } of seats) {
    mixer.add(session);
    party.talk();
  }
  await seats[0].party.untilHears(900, 1_200);
  const own = join(folder, 'own.wav');
  const recordings = [mixer.record(file), seats[0].session.record(own)];
  await talk(seats[0].party, 1_500);
  mixer.close();
  expect(await new Promise((resolve) => recordings[0]?.onEnded(resolve))).toMatchObject({ bytes: expect.any(Number) });
  await recordings[1]?.stop();
  for (const path of [file, own]) {
    const sound = await SoundFile.read(path);
    for (const hz of [600, 900, 1_200]) expect(sound.heardMs(hz)).toBeGreaterThanOrEqual(1_100);
  }
});

test('it ends with its session, and is complete when the plane is closed', async () => {
  const { one, other } = await call();
  const recording = one.session.record(file);
  const left = other.session.record(join(folder, 'left.wav'));
  await talk(one.party, 600);
  one.session.close();
  const end = await recording.stop();
  expect(end.durationMs).toBeGreaterThan(500);
  const ended = left.stop();
  await studio.plane.close();
  expect((await ended).cause).toBeUndefined();
  expect((await SoundFile.read(join(folder, 'left.wav'))).toldMs).toBe((await ended).durationMs);
});

test('nothing is left behind after a recording: another one may follow', async () => {
  const { one } = await call();
  for (const name of ['first', 'second']) {
    const recording = one.session.record(join(folder, name));
    await talk(one.party, 400);
    await recording.stop();
    await recording.stop();
    expect((await SoundFile.read(join(folder, name))).heardMs(900)).toBeGreaterThan(100);
  }
  await eventually(() => one.party.hears(900), 'the call goes on');
});
