import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SecretKeyError } from './secret-key-error.ts';

const KEY_BYTES = 32;

/** A key as settings and key files have it: 32 bytes in base64. */
export function parseSecretKey(text: string): Buffer | undefined {
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES && key.toString('base64') === text ? key : undefined;
}

/** @throws SecretKeyError when the file holds something else */
export function readKeyFile(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  const key = parseSecretKey(readFileSync(file, 'utf8').trim());
  if (key !== undefined) return key;
  throw new SecretKeyError(
    `${file} does not hold a key (32 bytes in base64). Put back this file from the backup of the data folder.`,
  );
}

/** Makes the file, for its owner alone and all at once: of two that start together, both use the first one's key. */
export function makeKeyFile(file: string): Buffer {
  const unfinished = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(unfinished, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished);
  }
  return readKeyFile(file) as Buffer;
}
