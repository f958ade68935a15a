import type { Clock, Flow, SipRequest } from '@cordboard/sip';

/**
 * Phones that give up when a challenge names an algorithm that they do not know, although MD5 is offered beside it
 * (RFC 8760 section 2.4 tells them to ignore it). Debian's baresip is one. JsSIP needs none of this: it takes the last challenge.
 */
const KNOWN = [/^baresip v[01]\./i];

/** A phone that knows SHA-256 has answered by then. */
const PATIENCE_MS = 2_000;
/** Callers remembered; above it the oldest is forgotten. */
const LIMIT = 10_000;

/** Finds the phones that must be challenged with MD5 alone: by name, or because they never answered the other one. */
export class Md5Phones {
  readonly #clock: Clock;
  readonly #unanswered = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** For a request that came without credentials: shall it be challenged with MD5 alone? */
  challenge(request: SipRequest, flow: Flow): boolean {
    const agent = request.headers.get('user-agent') ?? '';
    if (KNOWN.some((name) => name.test(agent))) return true;
    const key = keyOf(request, flow);
    const since = this.#unanswered.get(key);
    if (since !== undefined) return this.#clock.now() - since > PATIENCE_MS;
    if (this.#unanswered.size >= LIMIT) this.#unanswered.delete(this.#unanswered.keys().next().value as string);
    this.#unanswered.set(key, this.#clock.now());
    return false;
  }

  /** It answered a challenge. */
  answered(request: SipRequest, flow: Flow): void {
    this.#unanswered.delete(keyOf(request, flow));
  }
}

function keyOf(request: SipRequest, flow: Flow): string {
  return `${flow.remoteAddress} ${request.head.from.uri.slice(0, 200)}`;
}
