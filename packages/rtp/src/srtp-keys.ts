import { createCipheriv, randomBytes } from 'node:crypto';

/** Crypto suites of RFC 4568 section 6.2 that we have, in our order of preference: authentication of 80 and 32 bits. */
export const srtpSuites = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;
export type SrtpSuite = (typeof srtpSuites)[number];

/** What one side encrypts with. Never written to a log. */
export interface SrtpKey {
  readonly suite: SrtpSuite;
  /** Master key of 16 bytes and master salt of 14 in base64, as an `inline:` key of SDP. */
  readonly inline: string;
}

const KEY_BYTES = 16;
const SALT_BYTES = 14;
const AUTHENTICATION_BYTES = 20;
/** Where the label stands in the salt (RFC 3711 section 4.3.1, with a key derivation rate of 0). */
const LABEL_AT = 7;

export const INLINE_BYTES = KEY_BYTES + SALT_BYTES;

export function newSrtpKey(suite: SrtpSuite): SrtpKey {
  return { suite, inline: randomBytes(INLINE_BYTES).toString('base64') };
}

/** Session keys for RTP (RFC 3711 section 4.3.2). */
export interface SessionKeys {
  readonly cipher: Buffer;
  readonly authentication: Buffer;
  readonly salt: Buffer;
}

export function deriveKeys({ inline }: SrtpKey): SessionKeys {
  const master = Buffer.from(inline, 'base64');
  const derive = (label: number, bytes: number): Buffer => {
    const block = Buffer.alloc(16);
    master.copy(block, 0, KEY_BYTES, INLINE_BYTES);
    block.writeUInt8(block.readUInt8(LABEL_AT) ^ label, LABEL_AT);
    return createCipheriv('aes-128-ctr', master.subarray(0, KEY_BYTES), block).update(Buffer.alloc(bytes));
  };
  return { cipher: derive(0, KEY_BYTES), authentication: derive(1, AUTHENTICATION_BYTES), salt: derive(2, SALT_BYTES) };
}
