import { join } from 'node:path';
import { SecretBox } from '../../src/secrets/secret-box.ts';
import { readKeyFile } from '../../src/secrets/secret-key.ts';
import { Secrets } from '../../src/secrets/secrets.ts';

/** With the same key in each test. */
export const testSecrets = new Secrets(new SecretBox(Buffer.alloc(32, 7)));

/** Those of a server that has started at a place. */
export function secretsAt({ dataDir }: { readonly dataDir: string }): Secrets {
  return new Secrets(new SecretBox(readKeyFile(join(dataDir, 'secret.key')) as Buffer));
}
