import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { systemRandom } from '../random.ts';

/** Nonces whose count is remembered; the oldest are forgotten and become stale. */
const USED_LIMIT = 100_000;

/**
 * Nonces that carry their own time and signature, so that probes by strangers cost no memory. Only nonces that were
 * used with a right password are remembered, with their highest count, against replay (RFC 7616 section 5.5).
 */
export class Nonces {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  readonly #key = randomBytes(32);
  readonly #random = systemRandom();
  readonly #used = new Map<string, number>();
  #forgottenBefore = 0;

  constructor(clock: Clock, lifetimeMs: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  create(): string {
    const content = `${this.#clock.now().toString(36)}.${this.#random.token()}`;
    return `${content}.${this.#sign(content)}`;
  }

  /** Is it ours, and fresh? Says nothing about its count. */
  fresh(nonce: string): boolean {
    const dot = nonce.lastIndexOf('.');
    const content = nonce.slice(0, dot);
    const signature = Buffer.from(nonce.slice(dot + 1));
    const wanted = Buffer.from(this.#sign(content));
    if (dot < 0 || signature.length !== wanted.length || !timingSafeEqual(signature, wanted)) return false;
    const issued = Number.parseInt(content, 36);
    const age = this.#clock.now() - issued;
    return age >= 0 && age < this.#lifetimeMs && issued > this.#forgottenBefore;
  }

  /** Takes a count; false when it, or a higher one, was used already. */
  use(nonce: string, count: number): boolean {
    const last = this.#used.get(nonce);
    if (last !== undefined && count <= last) return false;
    if (last === undefined && this.#used.size >= USED_LIMIT) this.#forgetOldest();
    this.#used.set(nonce, count);
    return true;
  }

  #forgetOldest(): void {
    const oldest = this.#used.keys().next().value as string;
    this.#used.delete(oldest);
    // What was forgotten must not be replayed.
    this.#forgottenBefore = Math.max(this.#forgottenBefore, Number.parseInt(oldest, 36));
  }

  #sign(content: string): string {
    return createHmac('sha256', this.#key).update(content).digest('base64url').slice(0, 22);
  }
}
