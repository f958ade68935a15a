import { type Clock, DigestVerifier, type Flow, type SipRequest } from '@cordboard/sip';
import type { EndpointDirectory } from '../endpoint-directory.ts';
import { Attempts } from './attempts.ts';

export type Verdict =
  | { readonly kind: 'known'; readonly endpointId: string }
  | { readonly kind: 'challenge'; readonly wwwAuthenticate: readonly string[] }
  /** Too many wrong passwords from this address. */
  | { readonly kind: 'blocked'; readonly retryAfterSeconds: number };

/**
 * Digest for REGISTER and INVITE of phones (RFC 7616). Unknown users get the answer and cost the work of a wrong
 * password, so nothing can be learnt about which extensions exist.
 */
export class Authentication {
  readonly #verifier: DigestVerifier;
  readonly #directory: EndpointDirectory;
  readonly #attempts: Attempts;

  constructor(o: { realm: string; clock: Clock; directory: EndpointDirectory }) {
    this.#verifier = new DigestVerifier({ realm: o.realm, clock: o.clock });
    this.#directory = o.directory;
    this.#attempts = new Attempts(o.clock);
  }

  check(request: SipRequest, flow: Flow): Verdict {
    if (this.#attempts.blocked(flow.remoteAddress)) {
      return { kind: 'blocked', retryAfterSeconds: this.#attempts.windowSeconds };
    }
    const result = this.#verifier.verify(request, request.method, (name) => this.#directory.get(name)?.credentials);
    if (result.ok) return { kind: 'known', endpointId: result.username };
    // The first request of every exchange carries no credentials: that is no failed try, nor is an old nonce.
    if (request.headers.has('authorization') && !result.stale) this.#attempts.failed(flow.remoteAddress);
    return { kind: 'challenge', wwwAuthenticate: this.#verifier.challenge(result.stale) };
  }
}
