import { isIP } from 'node:net';
import type { parse } from 'sdp-transform';
import { INLINE_BYTES, type SrtpSuite, srtpSuites } from './srtp-keys.ts';

/** One `a=crypto` line (RFC 4568) that we understand. */
export interface CryptoLine {
  readonly tag: number;
  readonly suite: SrtpSuite;
  readonly inline: string;
}

/** Hash of a certificate (RFC 8122), as written in upper case. */
export interface Fingerprint {
  readonly algorithm: string;
  readonly value: string;
}

/** Where the far side may be reached over UDP (RFC 8839 section 5.1). */
export interface IceCandidate {
  readonly address: string;
  readonly port: number;
  readonly priority: number;
}

export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export interface IceDescription extends IceCredentials {
  readonly candidates: readonly IceCandidate[];
}

/** What keeps the audio of a description secret: nothing, keys in the description, or a DTLS handshake. */
export type AudioSecurity =
  | { readonly kind: 'plain' }
  | { readonly kind: 'sdes'; readonly crypto: readonly CryptoLine[] }
  | {
      readonly kind: 'dtls';
      readonly fingerprint: Fingerprint;
      readonly setup: 'active' | 'passive' | 'actpass';
      readonly ice: IceDescription;
    };

export type SecurityKind = AudioSecurity['kind'];

type ParsedSession = ReturnType<typeof parse>;
type ParsedMedia = ParsedSession['media'][number];

const CANDIDATE_LIMIT = 16;
const PORT_LIMIT = 65_535;

/** The best of the wanted kinds that a media line has; undefined when it has none of them. */
export function readSecurity(
  session: ParsedSession,
  media: ParsedMedia,
  wanted: readonly SecurityKind[],
): AudioSecurity | undefined {
  const has = [dtlsOf(session, media), sdesOf(media), plainOf(media)];
  return has.find((security) => security !== undefined && wanted.includes(security.kind));
}

function plainOf({ protocol }: ParsedMedia): AudioSecurity | undefined {
  return /^RTP\/AVPF?$/.test(protocol) ? { kind: 'plain' } : undefined;
}

/** Keys may also stand beside RTP/AVP: encryption that the far side may leave out. */
function sdesOf(media: ParsedMedia): AudioSecurity | undefined {
  if (!/^RTP\/S?AVPF?$/.test(media.protocol)) return undefined;
  const crypto = (media.crypto ?? []).flatMap((line) => cryptoLine(line) ?? []);
  return crypto.length > 0 ? { kind: 'sdes', crypto } : undefined;
}

/** Lines with a key identifier (MKI) or parameters of the session would change the packets; they are not taken. */
function cryptoLine(line: NonNullable<ParsedMedia['crypto']>[number]): CryptoLine | undefined {
  const suite = srtpSuites.find((known) => known === String(line.suite));
  const [key = '', ...rest] = String(line.config).split('|');
  const inline = key.replace(/^inline:/, '');
  if (suite === undefined || !Number.isInteger(line.id) || line.sessionConfig) return undefined;
  if (rest.some((part) => part.includes(':')) || !isKey(inline)) return undefined;
  return { tag: line.id, suite, inline };
}

function isKey(inline: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(inline) && Buffer.from(inline, 'base64').length === INLINE_BYTES;
}

function dtlsOf(session: ParsedSession, media: ParsedMedia): AudioSecurity | undefined {
  if (!/^UDP\/TLS\/RTP\/SAVPF?$/.test(media.protocol)) return undefined;
  const fingerprint = media.fingerprint ?? session.fingerprint;
  const ufrag = String(media.iceUfrag ?? session.iceUfrag ?? '');
  const pwd = String(media.icePwd ?? session.icePwd ?? '');
  const setup = media.setup ?? session.setup ?? 'actpass';
  if (fingerprint === undefined || !isSetup(setup) || !areCredentials(ufrag, pwd)) return undefined;
  return {
    kind: 'dtls',
    fingerprint: { algorithm: fingerprint.type.toLowerCase(), value: fingerprint.hash.toUpperCase() },
    setup,
    ice: { ufrag, pwd, candidates: (media.candidates ?? []).filter(isReachable).slice(0, CANDIDATE_LIMIT).map(place) },
  };
}

function isSetup(setup: string): setup is 'active' | 'passive' | 'actpass' {
  return setup === 'active' || setup === 'passive' || setup === 'actpass';
}

/** RFC 8839 section 5.4. */
function areCredentials(ufrag: string, pwd: string): boolean {
  return /^[A-Za-z0-9+/]{4,256}$/.test(ufrag) && /^[A-Za-z0-9+/]{22,256}$/.test(pwd);
}

type ParsedCandidate = NonNullable<ParsedMedia['candidates']>[number];

/** Names (mDNS) are not asked for: who hides its address finds us first. */
function isReachable({ component, transport, ip, port }: ParsedCandidate): boolean {
  const usable = Number.isInteger(port) && port > 0 && port <= PORT_LIMIT;
  return component === 1 && String(transport).toLowerCase() === 'udp' && isIP(String(ip)) !== 0 && usable;
}

function place({ ip, port, priority }: ParsedCandidate): IceCandidate {
  return { address: ip, port, priority: Number(priority) || 0 };
}
