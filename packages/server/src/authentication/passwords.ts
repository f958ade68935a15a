import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
/** Hashes under way at once: each takes 19 MiB and 30 ms of a core. */
const AT_ONCE = 4;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Keeps and checks passwords with Argon2id, as PHC strings. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Verified against when the user does not exist or has no password: the same work, so the same time. */
  readonly #nobody: Promise<string> = this.hash(randomBytes(16).toString('hex'));

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const tag = await this.#derive(password, salt, { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES });
    return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(tag)}`;
  }

  /** `stored` null: there is no such user or password; the answer is false after the same work. */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const match = PHC.exec(stored ?? (await this.#nobody));
    if (match === null) return false;
    const wanted = Buffer.from(match[5] as string, 'base64');
    const costs = { memory: Number(match[1]), passes: Number(match[2]), parallelism: Number(match[3]) };
    const tag = await this.#derive(password, Buffer.from(match[4] as string, 'base64'), costs);
    return tag.length === wanted.length && timingSafeEqual(tag, wanted) && stored !== null;
  }

  async #derive(
    password: string,
    nonce: Buffer,
    costs: { memory: number; passes: number; parallelism: number },
  ): Promise<Buffer> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await new Promise((resolve, reject) => {
        argon2(
          'argon2id',
          { message: password.normalize('NFKC'), nonce, tagLength: TAG_BYTES, ...costs },
          (error, tag) => {
            if (error) reject(error);
            else resolve(tag);
          },
        );
      });
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
