import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A disk is nearly full when less than a fiftieth of it is left, and less than this: 17 hours of sound. */
const FEW_BYTES = 1_000_000_000;
const FEW_PART = 50;
const MEGABYTE = 1_000_000;

/** Which of these folders, by their names, have a disk that is nearly full, in words; undefined when none has. */
export async function diskWarning(folders: Readonly<Record<string, string>>): Promise<string | undefined> {
  const found = await Promise.all(
    Object.entries(folders).map(async ([name, folder]) => ({ name, ...(await roomOf(folder)) })),
  );
  const full = found.filter(({ left, size }) => left < Math.min(FEW_BYTES, size / FEW_PART));
  if (full.length === 0) return undefined;
  const words = full.map(({ name, left }) => `${name} (${Math.floor(left / MEGABYTE)} MB left)`).join(', ');
  return `The disk is nearly full: ${words}. Sound breaks off when nothing is left.`;
}

/** Before the first recording there is no folder: what counts is where it will be. */
async function roomOf(folder: string): Promise<{ left: number; size: number }> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { left: bavail * bsize, size: blocks * bsize };
  } catch (error) {
    const parent = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) return { left: 0, size: 0 };
    return await roomOf(parent);
  }
}
