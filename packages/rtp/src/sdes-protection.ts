import { type AudioDescription, IncompatibleMedia } from './sdp.ts';
import type { AgreedSecurity, Protection } from './sdp-protection.ts';
import type { CryptoLine, SecurityKind } from './sdp-security.ts';
import { newSrtpKey, type SrtpKey, type SrtpSuite, srtpSuites } from './srtp-keys.ts';

/** SRTP whose keys stand in the description (RFC 4568). Our keys stay the same as long as the session. */
export class SdesProtection implements Protection {
  readonly protocol: string;
  readonly accepts: readonly SecurityKind[];
  readonly named = false;
  readonly #keys: ReadonlyMap<SrtpSuite, SrtpKey> = new Map(srtpSuites.map((suite) => [suite, newSrtpKey(suite)]));
  #send: SrtpKey | undefined;

  /** `optional`: who cannot encrypt may answer in plain RTP. */
  constructor(o: { optional?: boolean } = {}) {
    this.protocol = o.optional === true ? 'RTP/AVP' : 'RTP/SAVP';
    this.accepts = o.optional === true ? ['sdes', 'plain'] : ['sdes'];
  }

  offerLines(): readonly string[] {
    this.#send = undefined;
    return srtpSuites.map((suite, index) => this.#line(index + 1, suite));
  }

  answerLines({ security }: AudioDescription): readonly string[] {
    if (security.kind !== 'sdes') return [];
    const { tag, suite } = security.crypto[0] as CryptoLine;
    this.#send = this.#keys.get(suite);
    return [this.#line(tag, suite)];
  }

  agree({ security }: AudioDescription): AgreedSecurity {
    if (security.kind !== 'sdes') return { kind: 'plain' };
    const { suite, inline } = security.crypto[0] as CryptoLine;
    const send = this.#send ?? this.#answered(security.crypto[0] as CryptoLine);
    return { kind: 'sdes', send, receive: { suite, inline } };
  }

  /** The tag of an answer says which of our lines it takes (section 5.1.3). */
  #answered({ tag, suite }: CryptoLine): SrtpKey {
    const key = this.#keys.get(suite);
    if (srtpSuites[tag - 1] !== suite || key === undefined) throw new IncompatibleMedia('The crypto line is not ours');
    return key;
  }

  #line(tag: number, suite: SrtpSuite): string {
    return `a=crypto:${tag} ${suite} inline:${this.#keys.get(suite)?.inline}`;
  }
}
