import { randomBytes, randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

/** The one source of identifiers and secrets; injected, so that tests can foresee them. */
export interface Ids {
  /** A version 7 UUID (RFC 9562 section 5.7): a GUID that sorts by time of creation. */
  guid(): string;
  /** 32 hexadecimal digits without dashes, as the contract's subscription ids are. */
  hex(): string;
  /** `bytes` random bytes as base64url: for codes, tokens and passwords. */
  secret(bytes: number): string;
}

/** Identifiers from the system's random source and the given clock. */
export function createIds(clock: Clock): Ids {
  const random = new RandomPool();
  return {
    guid: () => uuidv7(clock.now(), random.take(10)),
    hex: () => randomBytes(16).toString('hex'),
    secret: (bytes) => randomBytes(bytes).toString('base64url'),
  };
}

/** Asking the system costs as much for 4,096 bytes as for ten. */
class RandomPool {
  readonly #bytes = Buffer.alloc(4_096);
  #next = this.#bytes.length;

  /** Valid until the next call. */
  take(count: number): Buffer {
    if (this.#next + count > this.#bytes.length) {
      randomFillSync(this.#bytes);
      this.#next = 0;
    }
    this.#next += count;
    return this.#bytes.subarray(this.#next - count, this.#next);
  }
}

function uuidv7(ms: number, random: Buffer): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(ms, 0, 6);
  random.copy(bytes, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
