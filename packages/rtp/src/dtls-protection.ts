import { randomBytes } from 'node:crypto';
import { type AudioDescription, IncompatibleMedia } from './sdp.ts';
import type { AgreedSecurity, Protection } from './sdp-protection.ts';
import type { Fingerprint, IceCredentials } from './sdp-security.ts';

/** Priority of our only candidate (RFC 8445 section 5.1.2.1): a host's, the first, component 1. */
const CANDIDATE_PRIORITY = 126 * 2 ** 24 + 65_535 * 2 ** 8 + 255;

/**
 * WebRTC (RFC 8827): ICE finds the way, a DTLS handshake makes the keys. One UDP port carries everything, and its
 * address is our only candidate, so that a description is complete when it is written. The far side begins the
 * handshake: browsers do when they may choose (RFC 8829 section 5.3.1).
 */
export class DtlsProtection implements Protection {
  readonly protocol = 'UDP/TLS/RTP/SAVPF';
  readonly accepts = ['dtls'] as const;
  readonly named = true;
  readonly #fingerprint: Fingerprint;
  readonly #candidate: string;
  #local: IceCredentials = newCredentials();
  #remoteUfrag: string | undefined;
  #controlling = true;

  constructor(o: { fingerprint: Fingerprint; address: string; port: number }) {
    this.#fingerprint = o.fingerprint;
    this.#candidate = `a=candidate:1 1 udp ${CANDIDATE_PRIORITY} ${o.address} ${o.port} typ host`;
  }

  offerLines(): readonly string[] {
    return this.#lines('actpass');
  }

  answerLines({ security }: AudioDescription): readonly string[] {
    if (security.kind !== 'dtls') throw new IncompatibleMedia('The offer has no DTLS');
    if (security.setup === 'passive') throw new IncompatibleMedia('The far side must begin the DTLS handshake');
    // Other credentials than before: ICE begins again, ours change too (RFC 8445 section 9).
    if (this.#remoteUfrag !== undefined && this.#remoteUfrag !== security.ice.ufrag) this.#local = newCredentials();
    if (this.#remoteUfrag !== security.ice.ufrag) this.#controlling = false;
    this.#remoteUfrag = security.ice.ufrag;
    return this.#lines('passive');
  }

  agree({ security }: AudioDescription): AgreedSecurity {
    if (security.kind !== 'dtls') throw new IncompatibleMedia('The answer has no DTLS');
    if (security.setup === 'passive') throw new IncompatibleMedia('The far side must begin the DTLS handshake');
    this.#remoteUfrag = security.ice.ufrag;
    const { ice: remote, fingerprint } = security;
    return { kind: 'dtls', local: this.#local, remote, controlling: this.#controlling, fingerprint };
  }

  #lines(setup: string): readonly string[] {
    const { algorithm, value } = this.#fingerprint;
    return [
      'a=rtcp-mux',
      `a=ice-ufrag:${this.#local.ufrag}`,
      `a=ice-pwd:${this.#local.pwd}`,
      `a=fingerprint:${algorithm} ${value}`,
      `a=setup:${setup}`,
      this.#candidate,
      'a=end-of-candidates',
      'a=msid:cordboard audio',
    ];
  }
}

function newCredentials(): IceCredentials {
  return { ufrag: randomBytes(6).toString('base64'), pwd: randomBytes(18).toString('base64') };
}
