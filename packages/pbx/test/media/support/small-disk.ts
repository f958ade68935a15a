import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own with room for so many bytes; undefined, with one line that says so, where nobody may mount one. */
export function smallDisk(bytes: number): { readonly folder: string; remove(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'cordboard-disk-'));
  const remove = () => {
    spawnSync('umount', [folder]);
    rmdirSync(folder);
  };
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]).status === 0) {
    return { folder, remove };
  }
  console.warn('skipped: a full disk needs the right to mount one (root on Linux)');
  rmdirSync(folder);
  return undefined;
}
