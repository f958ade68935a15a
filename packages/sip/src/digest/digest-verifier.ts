import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { SipRequest } from '../message/message.ts';
import { algorithms, type DigestAlgorithm, digestResponse } from './hash.ts';
import { Nonces } from './nonces.ts';
import { formatDigest, parseDigest } from './parse-digest.ts';

/** What is kept of a password, lower-case hex (RFC 7616 section 3.4.2). */
export interface StoredDigest {
  readonly ha1Md5?: string;
  readonly ha1Sha256?: string;
}

export type DigestVerdict =
  | { readonly ok: true; readonly username: string }
  /** `stale`: the password is right, the nonce is too old, used up, or of an earlier process. */
  | { readonly ok: false; readonly stale: boolean };

const REFUSED: DigestVerdict = { ok: false, stale: false };
/** A nonce lives long enough for a phone to register again with it. */
const DEFAULT_LIFETIME_MS = 10 * 60_000;
/** Stands in for the secret of a user who does not exist, so that both cost the same. */
const NOBODY = '0'.repeat(64);

/** Checks digest credentials of requests (RFC 7616, RFC 8760): SHA-256 offered before MD5. */
export class DigestVerifier {
  readonly #realm: string;
  readonly #nonces: Nonces;

  constructor(o: { realm: string; clock: Clock; nonceLifetimeMs?: number }) {
    this.#realm = o.realm;
    this.#nonces = new Nonces(o.clock, o.nonceLifetimeMs ?? DEFAULT_LIFETIME_MS);
  }

  /** Values for WWW-Authenticate, one for each algorithm, the preferred first; `only` narrows them for old phones. */
  challenge(stale = false, only: readonly DigestAlgorithm[] = algorithms): string[] {
    const nonce = this.#nonces.create();
    return only.map((algorithm) =>
      formatDigest([
        ['realm', this.#realm],
        ['nonce', nonce],
        ['algorithm', algorithm],
        ['qop', 'auth'],
        ...(stale ? ([['stale', 'true']] as const) : []),
      ]),
    );
  }

  verify(request: SipRequest, method: string, lookup: (username: string) => StoredDigest | undefined): DigestVerdict {
    const fields = this.#credentials(request);
    if (fields === undefined) return REFUSED;
    const algorithm = algorithmOf(fields.get('algorithm'));
    const [username, nonce, uri] = [fields.get('username'), fields.get('nonce'), fields.get('uri')];
    if (algorithm === undefined || username === undefined || nonce === undefined || uri !== request.uri) return REFUSED;
    const stored = lookup(username);
    const secret = algorithm === 'MD5' ? stored?.ha1Md5 : stored?.ha1Sha256;
    const right = this.#matches(fields, { algorithm, ha1: secret ?? NOBODY, method, uri, nonce });
    if (!right || secret === undefined) return REFUSED;
    // A nonce that is not ours may be from before a restart: who knows the password only needs a new one.
    if (!this.#nonces.fresh(nonce)) return { ok: false, stale: true };
    // Without qop there is no count: the nonce counts as used up after one request.
    const count = fields.has('qop') ? Number.parseInt(fields.get('nc') ?? '', 16) : 1;
    return this.#nonces.use(nonce, count) ? { ok: true, username } : { ok: false, stale: true };
  }

  #credentials(request: SipRequest): ReadonlyMap<string, string> | undefined {
    for (const value of request.headers.all('authorization')) {
      const fields = parseDigest(value);
      if (fields?.get('realm') === this.#realm) return fields;
    }
    return undefined;
  }

  #matches(
    fields: ReadonlyMap<string, string>,
    o: { algorithm: DigestAlgorithm; ha1: string; method: string; uri: string; nonce: string },
  ): boolean {
    const [qop, nonceCount, clientNonce] = [fields.get('qop'), fields.get('nc') ?? '', fields.get('cnonce') ?? ''];
    if (qop !== undefined && (qop.toLowerCase() !== 'auth' || !/^[0-9a-f]{8}$/i.test(nonceCount))) return false;
    const wanted = digestResponse({ ...o, ...(qop === undefined ? {} : { qop: { nonceCount, clientNonce } }) });
    const given = Buffer.from((fields.get('response') ?? '').toLowerCase());
    return given.length === wanted.length && timingSafeEqual(given, Buffer.from(wanted));
  }
}

function algorithmOf(written: string | undefined): DigestAlgorithm | undefined {
  if (written === undefined) return 'MD5';
  return algorithms.find((algorithm) => algorithm === written.toUpperCase());
}
