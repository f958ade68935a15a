import { type Clock, DigestVerifier, type Flow, parseUri, type SipRequest, type StoredDigest } from '@cordboard/sip';
import type { EndpointDirectory } from '../endpoint-directory.ts';
import { Attempts } from './attempts.ts';
import { Md5Phones } from './md5-phones.ts';

export type Verdict =
  | { readonly kind: 'known'; readonly endpointId: string }
  | { readonly kind: 'challenge'; readonly wwwAuthenticate: readonly string[] }
  /** Too many wrong passwords. */
  | { readonly kind: 'blocked'; readonly retryAfterSeconds: number };

/**
 * Digest for REGISTER and INVITE of phones (RFC 7616). Unknown users get the answer and cost the work of a wrong
 * password, so nothing can be learnt about which extensions exist.
 */
export class Authentication {
  readonly #verifier: DigestVerifier;
  readonly #directory: EndpointDirectory;
  readonly #attempts: Attempts;
  readonly #md5Phones: Md5Phones;
  readonly #telephone = (name: string): StoredDigest | undefined => this.#directory.get(name)?.credentials;

  constructor(o: { realm: string; clock: Clock; directory: EndpointDirectory }) {
    this.#verifier = new DigestVerifier({ realm: o.realm, clock: o.clock });
    this.#directory = o.directory;
    this.#attempts = new Attempts(o.clock);
    this.#md5Phones = new Md5Phones(o.clock);
  }

  /** `secretOf`: whose password counts; default: those of the telephones. */
  check(request: SipRequest, flow: Flow, secretOf = this.#telephone): Verdict {
    const proven = this.#proven(request, flow);
    if (proven !== undefined) return { kind: 'known', endpointId: proven };
    const address = flow.remoteAddress;
    const user = userOf(request);
    if (this.#attempts.blocked(address, user)) {
      return { kind: 'blocked', retryAfterSeconds: this.#attempts.windowSeconds };
    }
    const answers = request.headers.has('authorization');
    const result = this.#verifier.verify(request, request.method, secretOf);
    // An answer with the MD5 of a phone that only knows MD5 does not show that it can do more.
    if (result.ok && answers && !this.#usesMd5(request)) this.#md5Phones.answered(request, flow);
    if (result.ok) {
      this.#attempts.succeeded(address, user);
      return { kind: 'known', endpointId: result.username };
    }
    // The first request of every exchange carries no credentials: that is no failed try, nor is an old nonce.
    if (answers && !result.stale) this.#attempts.failed(address, user);
    const md5Only = answers ? this.#usesMd5(request) : this.#md5Phones.challenge(request, flow);
    return {
      kind: 'challenge',
      wwwAuthenticate: this.#verifier.challenge(result.stale, md5Only ? ['MD5'] : undefined),
    };
  }

  /** The sender, when the connection was opened with an access token of theirs: no password is asked for. */
  #proven({ head }: SipRequest, { identity }: Flow): string | undefined {
    const endpointId = parseUri(head.from.uri)?.user;
    if (endpointId === undefined || identity?.has(endpointId) !== true) return undefined;
    return this.#directory.get(endpointId) === undefined ? undefined : endpointId;
  }

  #usesMd5(request: SipRequest): boolean {
    return !/algorithm\s*=\s*"?SHA-256/i.test(request.headers.get('authorization') ?? '');
  }
}

/** Who a request claims to be: with a password, and before it is asked for one. */
function userOf({ headers, head }: SipRequest): string {
  const claimed = /username\s*=\s*"([^"]*)"/i.exec(headers.get('authorization') ?? '')?.[1];
  return claimed ?? parseUri(head.from.uri)?.user ?? '';
}
