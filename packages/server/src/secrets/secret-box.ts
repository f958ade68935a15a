import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SecretKeyError } from './secret-key-error.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** At least nonce and tag: what else begins like this is a value in clear. */
const SEALED = /^v1:[\w-]{38,}$/;

/** Encrypts texts for the database, and reads them again. */
export class SecretBox {
  readonly #key: Buffer;

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** `place` is needed again to open it: a sealed text cannot be moved to where it would mean something else. */
  seal(place: string, text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `v1:${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** A text in clear is given back as it is. @throws SecretKeyError when it was sealed with another key, or changed */
  open(place: string, text: string): string {
    if (!isSealed(text)) return text;
    const bytes = Buffer.from(text.slice(3), 'base64url');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (error) {
      throw new SecretKeyError(`A secret in the table ${place} was sealed with another key, or was changed.`, {
        cause: error,
      });
    }
  }
}

export function isSealed(text: string): boolean {
  return SEALED.test(text);
}
