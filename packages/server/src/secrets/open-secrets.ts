import { join } from 'node:path';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/index.ts';
import { clearRows, sampleOfSealed, update } from './repository.ts';
import { SecretBox } from './secret-box.ts';
import { type SecretTable, secretColumns } from './secret-columns.ts';
import { makeKeyFile, readKeyFile } from './secret-key.ts';
import { SecretKeyError } from './secret-key-error.ts';
import { Secrets } from './secrets.ts';

export interface OpenSecretsOptions {
  readonly storage: Storage;
  readonly dataDir: string;
  /** Of the settings; absent: the file in the data folder, which the first start makes. */
  readonly key: Buffer | undefined;
  readonly log: Log;
}

const RESTORE =
  'Put back secret.key from the backup of the data folder, or set CORDBOARD_SECRET_KEY to the key that was used before.';

/** Before anything reads a secret. Seals what an earlier version wrote in clear. @throws SecretKeyError */
export async function openSecrets({ storage, dataDir, key, log }: OpenSecretsOptions): Promise<Secrets> {
  const file = join(dataDir, 'secret.key');
  const sealed = await sampleOfSealed(storage);
  const box = new SecretBox(key ?? readKeyFile(file) ?? firstKey(file, sealed !== undefined));
  if (sealed !== undefined) requireSameKey(box, sealed, key === undefined ? file : 'CORDBOARD_SECRET_KEY');
  const secrets = new Secrets(box);
  const count = await sealClearRows(storage, secrets);
  if (count > 0) log.info({ rows: count }, 'Sealed secrets that the database held in clear');
  return secrets;
}

function firstKey(file: string, needed: boolean): Buffer {
  if (!needed) return makeKeyFile(file);
  throw new SecretKeyError(`The database holds sealed secrets, and their key ${file} is not there. ${RESTORE}`);
}

function requireSameKey(box: SecretBox, { table, text }: { table: SecretTable; text: string }, source: string): void {
  try {
    box.open(table, text);
  } catch (error) {
    const words = `The secrets in the database were sealed with another key than that of ${source}. ${RESTORE}`;
    throw new SecretKeyError(words, { cause: error });
  }
}

async function sealClearRows(storage: Storage, secrets: Secrets): Promise<number> {
  return await storage.transaction(async (tx) => {
    let count = 0;
    for (const table of Object.keys(secretColumns) as SecretTable[]) {
      for (const row of await clearRows(tx, table)) {
        await update(tx, table, secrets.seal(table, row));
        count += 1;
      }
    }
    return count;
  });
}
