import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { StorageError } from '../../src/storage/index.ts';
import { cursorNames } from '../support/cursors.ts';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../support/storage.ts';

const program = join(import.meta.dirname, 'row-writer.ts');

/** Starts a writing process; `lines` are those it has acknowledged, whole ones only. */
function startWriter(dataDir: string): { child: ChildProcess; lines: string[]; has(count: number): Promise<void> } {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout! });
  reader.on('line', (line) => lines.push(line));
  return {
    child,
    lines,
    async has(count) {
      while (lines.length < count) await once(reader, 'line');
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

describe('Several processes on one SQLite file', () => {
  cleanUpAfterEach();

  test('the second is refused in words, and gets in when the first was killed', async () => {
    const place = await temporaryFolder();
    const first = startWriter(place.dataDir);
    await first.has(1);
    const refused = openAt(place);
    await expect(refused).rejects.toBeInstanceOf(StorageError);
    await expect(refused).rejects.toThrow(
      `The data folder ${place.dataDir} is in use by another Cordboard. Stop that one, or set CORDBOARD_DATA_DIR to another folder.`,
    );
    await kill(first.child);
    await (await openAt(place)).check();
  });

  test('one storage holds the folder against another of its own process', async () => {
    const place = await temporaryFolder();
    const first = await openAt(place);
    await expect(openAt(place)).rejects.toThrow(/in use by another Cordboard/);
    await first.close();
    await openAt(place);
  });

  test('kill -9 loses no acknowledged row', async () => {
    const place = await temporaryFolder();
    const acknowledged: string[] = [];
    for (let round = 1; round <= 4; round += 1) {
      const writer = startWriter(place.dataDir);
      await writer.has(100 * round);
      await kill(writer.child);
      acknowledged.push(...writer.lines.filter((line) => line !== 'open'));
    }
    const storage = await openAt(place);
    const kept = new Set(await cursorNames(storage));
    expect(acknowledged.length).toBeGreaterThan(900);
    expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(storage.read);
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
  });
});
