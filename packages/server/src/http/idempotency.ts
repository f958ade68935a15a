import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import { isUniqueViolation, type Storage } from '../storage/index.ts';
import type { Answered } from './answer.ts';
import { ApiError } from './api-error.ts';
import type { Caller } from './caller.ts';

const LIFETIME_MS = 24 * 60 * 60_000;
/** How long a request may take: longer than the longest call attempt. After it, the process that had it has died. */
const CLAIM_MS = 5 * 60_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

interface Once {
  readonly caller: Caller;
  readonly operationId: string;
  readonly request: FastifyRequest;
  run(): Promise<Answered>;
}

/**
 * A POST that carries an `Idempotency-Key` is done once: the same key with the same body gets the stored answer again,
 * for 24 hours. Failures are not stored: they may be tried again.
 */
export class Idempotency {
  readonly #storage: Storage;
  readonly #clock: Clock;

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  async once({ caller, operationId, request, run }: Once): Promise<Answered> {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return await run();
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new ApiError('invalid_request', 'Idempotency-Key takes 1 to 255 visible characters.', {
        param: 'Idempotency-Key',
      });
    }
    const keyHash = hash(`${caller.principalId} ${operationId} ${key}`);
    const requestHash = hash(`${request.url} ${JSON.stringify(request.body ?? null)}`);
    const stored = await this.#claim(keyHash, requestHash);
    if (stored !== undefined) return stored;
    try {
      const answer = await run();
      await (answer.secret === true ? this.#release(keyHash) : this.#keep(keyHash, answer));
      return answer;
    } catch (error) {
      await this.#release(keyHash);
      throw error;
    }
  }

  /** Takes the key; gives the stored answer when another request had it before. */
  async #claim(keyHash: string, requestHash: string): Promise<Answered | undefined> {
    const now = this.#clock.now();
    try {
      await this.#storage.transaction(async ({ db }) => {
        await db.deleteFrom('idempotencyKeys').where('expiresOn', '<=', now).execute();
        const row = { keyHash, requestHash, status: null, body: null, createdOn: now, expiresOn: now + CLAIM_MS };
        await db.insertInto('idempotencyKeys').values(row).execute();
      });
      return undefined;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return await this.#stored(keyHash, requestHash);
    }
  }

  async #stored(keyHash: string, requestHash: string): Promise<Answered> {
    const row = await this.#storage.read
      .selectFrom('idempotencyKeys')
      .selectAll()
      .where('keyHash', '=', keyHash)
      .executeTakeFirst();
    // Gone: the other request failed just now, so this one may be sent again.
    if (row === undefined) throw new ApiError('idempotency_in_progress');
    if (row.requestHash !== requestHash)
      throw new ApiError('idempotency_conflict', undefined, { param: 'Idempotency-Key' });
    if (row.status === null) throw new ApiError('idempotency_in_progress');
    const body: unknown = row.body === null ? undefined : JSON.parse(row.body);
    return { status: row.status, body, headers: { 'idempotency-replayed': 'true' } };
  }

  async #keep(keyHash: string, { status, body }: Answered): Promise<void> {
    const stored = { status, body: body === undefined ? null : JSON.stringify(body) };
    await this.#storage.transaction(async ({ db }) => {
      await db
        .updateTable('idempotencyKeys')
        .set({ ...stored, expiresOn: this.#clock.now() + LIFETIME_MS })
        .where('keyHash', '=', keyHash)
        .execute();
    });
  }

  async #release(keyHash: string): Promise<void> {
    await this.#storage.transaction(async ({ db }) => {
      await db.deleteFrom('idempotencyKeys').where('keyHash', '=', keyHash).execute();
    });
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
