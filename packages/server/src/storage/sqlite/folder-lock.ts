import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../storage-error.ts';

const SQLITE_BUSY = 5;

/**
 * Keeps a second process out of the data folder. The lock is one of the operating system's on a file, held by an open
 * SQLite transaction: it falls away when the process dies, however it dies.
 * @throws StorageError when another process holds it; SQLite's error when the file cannot be made
 */
export function lockFolder(dataDir: string): { release(): void } {
  const database = new DatabaseSync(join(dataDir, 'lock.db'));
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive;');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new StorageError(
      `The data folder ${dataDir} is in use by another Cordboard. Stop that one, or set CORDBOARD_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  return { release: () => database.close() };
}
