import { createHmac, timingSafeEqual } from 'node:crypto';
import { operations, path } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Secrets } from '../secrets/index.ts';
import type { Storage } from '../storage/index.ts';
import type { MediaLink } from './presenter.ts';

const LIFETIME_MS = 600_000;
const KEY = 'recordings';

export interface MediaLinksOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How the outside reaches the API. */
  readonly publicUrl: string;
}

/** Addresses of sounds that are good without a token, for some minutes: signed with a key of the database. */
export class MediaLinks {
  readonly #clock: Clock;
  readonly #publicUrl: string;
  readonly #key: Buffer;

  private constructor({ clock, publicUrl }: MediaLinksOptions, secret: string) {
    this.#clock = clock;
    this.#publicUrl = publicUrl;
    this.#key = Buffer.from(secret, 'base64url');
  }

  static async create(o: MediaLinksOptions): Promise<MediaLinks> {
    return new MediaLinks(o, await storedSecret(o));
  }

  linkTo(recordingId: string): MediaLink {
    const expiry = this.#clock.now() + LIFETIME_MS;
    const query = new URLSearchParams({ expires: String(expiry), signature: this.#sign(recordingId, String(expiry)) });
    return { url: `${this.#publicUrl}${path(operations.getRecordingMedia, { recordingId })}?${query}`, expiry };
  }

  /** @throws ApiError forbidden, link_expired */
  verify(recordingId: string, expires: string, signature: string): void {
    const [given, wanted] = [Buffer.from(signature), Buffer.from(this.#sign(recordingId, expires))];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      throw new ApiError('forbidden', 'The signature of this link is wrong; ask for the recording to get a good one.', {
        param: 'signature',
      });
    }
    if (Number(expires) <= this.#clock.now()) throw new ApiError('link_expired', undefined, { param: 'expires' });
  }

  #sign(recordingId: string, expires: string): string {
    return createHmac('sha256', this.#key).update(`${recordingId}\n${expires}`).digest('base64url');
  }
}

/** The first start makes one; two that start at once share it. */
async function storedSecret({ storage, secrets, clock, ids }: MediaLinksOptions): Promise<string> {
  return await storage.transaction(async ({ db }) => {
    const row = await db.selectFrom('linkKeys').selectAll().where('name', '=', KEY).executeTakeFirst();
    if (row !== undefined) return secrets.open('linkKeys', row).secret;
    const secret = ids.secret(32);
    const key = { name: KEY, secret, createdOn: clock.now() };
    await db.insertInto('linkKeys').values(secrets.seal('linkKeys', key)).execute();
    return secret;
  });
}
