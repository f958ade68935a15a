import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/** What is made here is for its owner alone. */
const FOLDER_MODE = 0o700;

/** The folder of the sounds: `yyyy/mm/<recordingId>.wav`. */
export class RecordingFiles {
  readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'recordings');
  }

  /** Where a new recording goes; its folder is there. */
  place(recordingId: string, now: number): string {
    const date = new Date(now);
    const month = String(date.getUTCMonth() + 1).padStart(2, '0');
    const path = join(this.folder, String(date.getUTCFullYear()), month, `${recordingId}.wav`);
    mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
    return path;
  }

  /** As a row names it: the data folder may move. */
  nameOf(path: string): string {
    const name = relative(this.folder, path);
    return name.startsWith('..') || isAbsolute(name) ? path : name.split(sep).join('/');
  }

  pathOf(name: string): string {
    return isAbsolute(name) ? name : join(this.folder, ...name.split('/'));
  }

  /** One that is gone already is no fault. */
  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  /** Names of all files, in batches. */
  async *names(): AsyncGenerator<string> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true }).catch(noFolder);
    for (const entry of entries) if (entry.isFile()) yield this.nameOf(join(entry.parentPath, entry.name));
  }
}

/** Before the first recording there is none. */
function noFolder(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
