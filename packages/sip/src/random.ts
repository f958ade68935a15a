import { randomBytes } from 'node:crypto';

/** Source of branches, tags and Call-IDs; injected, so that tests can foresee them. */
export interface Random {
  /** A token of at least 64 random bits (RFC 3261 section 19.3). */
  token(): string;
  /** In [0, 1). */
  number(): number;
}

const POOL_BYTES = 4_096;
const TOKEN_BYTES = 9;

/** Tokens from the system's random source, drawn in blocks: a call needs a dozen. */
export function systemRandom(): Random {
  let pool = randomBytes(POOL_BYTES);
  let at = 0;
  const take = (bytes: number): Buffer => {
    if (at + bytes > pool.length) {
      pool = randomBytes(POOL_BYTES);
      at = 0;
    }
    at += bytes;
    return pool.subarray(at - bytes, at);
  };
  return {
    token: () => take(TOKEN_BYTES).toString('hex'),
    number: () => take(6).readUIntBE(0, 6) / 2 ** 48,
  };
}
