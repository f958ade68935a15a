import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Secrets } from '../secrets/index.ts';
import type { SigningKeyRow, Storage } from '../storage/index.ts';

const ALGORITHM = 'ES256';

/** The key that signs tokens, and the public keys that anybody may verify with. */
export interface Keys {
  readonly keyId: string;
  readonly sign: CryptoKey;
  verifyKey(keyId: string | undefined): CryptoKey | undefined;
  /** JSON Web Key Set (RFC 7517). */
  readonly jwks: { readonly keys: readonly JWK[] };
}

interface KeyOptions {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Reads the signing keys; the first start makes one. */
export async function loadKeys(storage: Storage, o: KeyOptions): Promise<Keys> {
  const stored = await storedKeys(storage, o);
  const verify = new Map<string, CryptoKey>();
  const published: JWK[] = [];
  for (const row of stored) {
    const { d: _secret, ...publicJwk } = JSON.parse(row.privateJwk) as JWK;
    verify.set(row.keyId, (await importJWK(publicJwk, ALGORITHM)) as CryptoKey);
    published.push({ ...publicJwk, kid: row.keyId, alg: ALGORITHM, use: 'sig' });
  }
  const newest = stored[0] as StoredKey;
  return {
    keyId: newest.keyId,
    sign: (await importJWK(JSON.parse(newest.privateJwk) as JWK, ALGORITHM)) as CryptoKey,
    verifyKey: (keyId) => (keyId === undefined ? undefined : verify.get(keyId)),
    jwks: { keys: published },
  };
}

type StoredKey = Pick<SigningKeyRow, 'keyId' | 'privateJwk'>;

/** Newest first. Looks and writes in one transaction: two processes that start at once share one key. */
async function storedKeys(storage: Storage, { secrets, clock, ids }: KeyOptions): Promise<StoredKey[]> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const key: SigningKeyRow = {
    keyId: ids.guid(),
    algorithm: ALGORITHM,
    privateJwk: JSON.stringify(await exportJWK(pair.privateKey)),
    createdOn: clock.now(),
  };
  return await storage.transaction(async ({ db }) => {
    const rows = await db.selectFrom('signingKeys').selectAll().orderBy('createdOn', 'desc').execute();
    if (rows.length > 0) return rows.map((row) => secrets.open('signingKeys', row));
    await db.insertInto('signingKeys').values(secrets.seal('signingKeys', key)).execute();
    return [key];
  });
}
