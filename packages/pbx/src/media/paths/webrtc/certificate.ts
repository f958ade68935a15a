import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Fingerprint } from '@cordboard/rtp';

/** What we prove ourselves with in DTLS. Nobody vouches for it: its fingerprint travels in the signalling. */
export interface DtlsIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly fingerprint: Fingerprint;
}

const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const VALID_YEARS = 10;

/** A new key on P-256 and a certificate that it signs itself (RFC 5280), as WebRTC asks for (RFC 8827 section 6.5). */
export function newDtlsIdentity(now = new Date()): DtlsIdentity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(ECDSA_SHA256));
  const name = sequence(der(0x31, sequence(objectId(COMMON_NAME), der(0x0c, Buffer.from('cordboard')))));
  const years = (count: number) => time(new Date(Date.UTC(now.getUTCFullYear() + count, 0, 1)));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name,
    sequence(years(-1), years(VALID_YEARS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    certificatePem: pem(certificate),
    keyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    fingerprint: fingerprintOf(certificate, 'sha-256') as Fingerprint,
  };
}

/** Undefined for hashes that nobody should trust (RFC 8122 section 5). */
export function fingerprintOf(certificate: Buffer, algorithm: string): Fingerprint | undefined {
  if (!['sha-256', 'sha-384', 'sha-512'].includes(algorithm)) return undefined;
  const hash = createHash(algorithm.replace('-', '')).update(certificate).digest('hex').toUpperCase();
  return { algorithm, value: (hash.match(/../g) ?? []).join(':') };
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** X.690 section 8.1: what it is, how long, and the contents. */
function der(tag: number, contents: Buffer): Buffer {
  const { length } = contents;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), contents]);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(baseOf128)]));
}

function baseOf128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** Two digits of the year until 2049 (RFC 5280 section 4.1.2.5.1). */
function time(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2_050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
