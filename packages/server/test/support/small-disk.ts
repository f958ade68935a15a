import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const MEGABYTES = 8;

/** A disk of its own for a data folder, small enough to be filled. */
export interface SmallDisk {
  readonly dataDir: string;
  /** Leaves no room for a single page of the SQLite database in it. */
  fill(): void;
  /** Makes room again. */
  free(): void;
  remove(): void;
}

/** False, with one line that says so, where nobody may mount a file system. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'cordboard-disk-'));
  const may = mount(folder);
  if (may) spawnSync('umount', [folder]);
  else console.warn('skipped: a full disk needs the right to mount one (root on Linux)');
  rmdirSync(folder);
  return may;
}

/** A file system in memory. Remove it in the end. */
export function smallDisk(): SmallDisk {
  const dataDir = mkdtempSync(join(tmpdir(), 'cordboard-disk-'));
  mount(dataDir);
  const ballast = join(dataDir, 'ballast');
  return {
    dataDir,
    fill() {
      if (existsSync(join(dataDir, 'cordboard.db'))) emptyWriteAheadLog(dataDir);
      const file = openSync(ballast, 'w');
      // The last bytes too: a page that is begun could take a little more.
      for (let size = 65_536; size >= 1; size = size === 1 ? 0 : size / 256) writeUntilFull(file, Math.floor(size));
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      spawnSync('umount', [dataDir]);
      rmdirSync(dataDir);
    },
  };
}

function mount(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', folder]).status === 0;
}

/** The log keeps its size and is written over: what it has must go, or commits still find room in it. */
function emptyWriteAheadLog(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'cordboard.db'));
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

function writeUntilFull(file: number, size: number): void {
  const bytes = Buffer.alloc(size, 0xff);
  try {
    for (;;) if (writeSync(file, bytes) < size) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
