import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { wavHeader } from '@cordboard/rtp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repairRecording } from '../../src/media/index.ts';
import { eventually } from '../support/eventually.ts';
import { smallDisk } from './support/small-disk.ts';
import { SoundFile } from './support/sound-file.ts';
import { Studio } from './support/studio.ts';

let studio: Studio;
let folder: string;
let worker: Worker;

const noteWorker = (started: Worker) => {
  worker = started;
};

beforeEach(async () => {
  process.on('worker', noteWorker);
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
  studio = await Studio.open();
});

afterEach(async () => {
  process.off('worker', noteWorker);
  await studio.close();
  await rm(folder, { recursive: true });
});

/** A call that is recorded into this file; gives how the recording ended by itself. */
async function recordedInto(file: string) {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  other.party.talk();
  const recording = one.session.record(file);
  const ended = new Promise((resolve) => recording.onEnded(resolve));
  return { one, other, recording, ended };
}

test.each([
  [
    'a file that is there already',
    async () => {
      await writeFile(join(folder, 'other'), 'of somebody else');
      return join(folder, 'other');
    },
    'fileExists',
  ],
  [
    'a folder that is none',
    async () => {
      await writeFile(join(folder, 'file'), '');
      return join(folder, 'file', 'call.wav');
    },
    'fileNotWritable',
  ],
])('%s ends the recording and says so; the call goes on', async (_, path, cause) => {
  const { one, ended, recording } = await recordedInto(await path());
  expect(await ended).toEqual({ durationMs: 0, bytes: 0, cause });
  expect(await recording.stop()).toMatchObject({ cause });
  await one.party.untilHears(900);
});

test('a full disk ends the recording, what fits stays readable, and the call goes on', async ({ skip }) => {
  const disk = smallDisk(32_768);
  if (disk === undefined) return skip();
  try {
    const file = join(disk.folder, 'call.wav');
    const { one, ended } = await recordedInto(file);
    const end = (await ended) as { durationMs: number; bytes: number; cause: string };
    expect(end.cause).toBe('diskFull');
    const sound = await SoundFile.read(file);
    expect([end.durationMs, sound.toldMs, sound.ms, sound.bytes]).toEqual([2_000, 2_000, 2_000, end.bytes]);
    expect(sound.heardMs(900)).toBeGreaterThan(1_000);
    await one.party.untilHears(900);
  } finally {
    disk.remove();
  }
});

test('a disk without any room takes no file, and the call goes on', async ({ skip }) => {
  const disk = smallDisk(32_768);
  if (disk === undefined) return skip();
  try {
    await writeFile(join(disk.folder, 'ballast'), Buffer.alloc(32_768));
    const { one, ended } = await recordedInto(join(disk.folder, 'call.wav'));
    expect(await ended).toEqual({ durationMs: 0, bytes: 0, cause: 'diskFull' });
    expect(await readdir(disk.folder)).toEqual(['ballast']);
    await one.party.untilHears(900);
  } finally {
    disk.remove();
  }
});

test('when the worker fails, what was written by then is whole', async () => {
  const file = join(folder, 'call.wav');
  const { ended } = await recordedInto(file);
  const grown = async () => ((await SoundFile.read(file).catch(() => undefined))?.ms ?? 0) > 900;
  await eventually(async () => await grown(), 'something is written');
  const gone = once(worker, 'exit');
  await worker.terminate();
  await gone;
  const end = (await ended) as { durationMs: number };
  const sound = await SoundFile.read(file);
  expect(end).toEqual({ durationMs: sound.ms, bytes: sound.bytes, cause: 'mediaLost' });
  expect(sound.toldMs).toBe(sound.ms);
  const late = await studio.plane.openMixer().record(join(folder, 'late.wav')).stop();
  expect(late).toEqual({ durationMs: 0, bytes: 0, cause: 'mediaLost' });
});

test('a file whose writer was killed is repaired', async () => {
  const file = join(folder, 'call.wav');
  await writeFile(file, wavHeader(0));
  await appendFile(file, Buffer.alloc(16_001, 1));
  expect(await repairRecording(file)).toEqual({ durationMs: 1_000, bytes: 16_044 });
  expect(await SoundFile.read(file)).toMatchObject({ ms: 1_000, toldMs: 1_000, bytes: 16_044 });
  await writeFile(file, Buffer.alloc(3));
  expect(await repairRecording(file)).toEqual({ durationMs: 0, bytes: 44 });
  await expect(repairRecording(join(folder, 'none.wav'))).rejects.toThrow('ENOENT');
});
