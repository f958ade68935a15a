import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { until } from '../media/support/until.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld, type World } from '../support/world.ts';
import { announced, DAWN, keep, recording, rowsOf, writeSound } from './support/recordings.ts';

const DAY_MS = 86_400_000;
const unended = { state: 'recording', endedOn: null, durationMs: 0, bytes: 0 } as const;

eachWorld('what a server left behind', (start) => {
  let first: World;
  let dataDir: string;
  beforeEach(async () => {
    first = await start();
    dataDir = first.place.dataDir;
  });

  /** The server that comes after the first one. */
  async function next(o: object = {}): Promise<World> {
    await first.close();
    return await start({ place: first.place, ...o });
  }

  test('recordings without an end are closed with what their file holds', async () => {
    const [broken, lost] = [recording(1, 'ada', unended), recording(2, 'ada', unended)];
    await keep(first.storage, [broken, lost, recording(3, 'ada')]);
    const path = writeSound(dataDir, broken, Buffer.alloc(24_001, 5));
    const lastWrite = DAWN + 1_000_000;
    utimesSync(path, lastWrite / 1_000, lastWrite / 1_000);
    const world = await next();
    const ended = { state: 'failed', cause: 'serverStopped', endedOn: lastWrite, durationMs: 1_500, bytes: 24_044 };
    const missing = { state: 'failed', cause: 'fileMissing', endedOn: lost.startedOn, durationMs: 0, bytes: 0 };
    expect(await rowsOf(world.storage)).toMatchObject([ended, missing, { state: 'ended', cause: null }]);
    const file = readFileSync(path);
    expect([file.length, file.toString('latin1', 0, 4), file.readUInt32LE(40)]).toEqual([24_044, 'RIFF', 24_000]);
    expect(await announced(world.storage)).toEqual(['PUT 1: failed', 'PUT 2: failed']);
  });

  test('deletions that were cut short are finished', async () => {
    const rows = [
      recording(1, 'ada', { deletedOn: DAWN }),
      recording(2, 'ada', { deletedOn: DAWN }),
      recording(3, 'ada'),
    ];
    await keep(first.storage, rows);
    // Killed before the file went, and after.
    const [before, after, kept] = rows.map((row) => writeSound(dataDir, row));
    const { rmSync } = await import('node:fs');
    rmSync(after!);
    expect((await (await first.as('ada')).get('/recordings')).body.count).toBe(1);
    const world = await next();
    await until(async () => (await rowsOf(world.storage)).length === 1, 'two rows gone');
    expect([existsSync(before!), existsSync(kept!)]).toEqual([false, true]);
    expect(await announced(world.storage)).toEqual([]);
  });

  test('recordings of long ago go with their sound, and that is announced', async () => {
    const now = DAWN + 400 * DAY_MS;
    const ended = (daysAgo: number) => ({ endedOn: now - daysAgo * DAY_MS });
    const many = Array.from({ length: 60 }, (_, n) => recording(n, 'ada', ended(31)));
    const young = recording(100, 'ada', ended(29));
    await keep(first.storage, [...many, young]);
    const [old, kept] = [writeSound(dataDir, many[0]!), writeSound(dataDir, young)];
    const clock = new SetClock();
    clock.advance(now - clock.now());
    const world = await next({ config: { recordingDays: 30 }, clock });
    await until(async () => (await rowsOf(world.storage)).length === 1, 'old rows gone');
    expect([existsSync(old), existsSync(kept)]).toEqual([false, true]);
    expect(await announced(world.storage)).toHaveLength(60);
  });

  test('files that belong to no recording are named in the log, and stay', async () => {
    const known = recording(1, 'ada');
    await keep(first.storage, [known]);
    writeSound(dataDir, known);
    const stray = writeSound(dataDir, recording(7, 'ada'));
    const warnings: unknown[] = [];
    const log = { debug() {}, info() {}, error() {}, warn: (fields: unknown) => warnings.push(fields) };
    await next({ log });
    expect(warnings).toContainEqual(expect.objectContaining({ strays: 1, first: [recording(7, 'ada').file] }));
    expect(existsSync(stray)).toBe(true);
  });
});
