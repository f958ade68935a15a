import { hash as oneShotHash } from 'node:crypto';

/** Hash algorithms of RFC 7616 that we offer, the stronger first. */
export type DigestAlgorithm = 'SHA-256' | 'MD5';

export const algorithms: readonly DigestAlgorithm[] = ['SHA-256', 'MD5'];

export function hash(algorithm: DigestAlgorithm, text: string): string {
  return oneShotHash(algorithm === 'MD5' ? 'md5' : 'sha256', text);
}

/** H(user:realm:password), what a registrar keeps instead of the password (RFC 7616 section 3.4.2). Lower-case hex. */
export function ha1(algorithm: DigestAlgorithm, username: string, realm: string, password: string): string {
  return hash(algorithm, `${username}:${realm}:${password}`);
}

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly ha1: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** Absent without qop, as in RFC 2069. */
  readonly qop?: { readonly nonceCount: string; readonly clientNonce: string };
}

/** The `response` of RFC 7616 section 3.4.1, for qop=auth or without qop. */
export function digestResponse(o: DigestInput): string {
  const ha2 = hash(o.algorithm, `${o.method}:${o.uri}`);
  const middle = o.qop === undefined ? '' : `${o.qop.nonceCount}:${o.qop.clientNonce}:auth:`;
  return hash(o.algorithm, `${o.ha1}:${o.nonce}:${middle}${ha2}`);
}
