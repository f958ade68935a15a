import { createHash } from 'node:crypto';

export interface DigestFields {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
  readonly nonce: string;
  readonly method: string;
  readonly uri: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  readonly nc?: string;
  readonly cnonce?: string;
  /** Undefined: as RFC 2069 did it. */
  readonly qop?: string;
}

/** The value of Authorization as RFC 7616 section 3.4 has it, written apart from the library. */
export function authorization(o: DigestFields): string {
  const { username, realm, nonce, uri, qop, nc = '00000001', cnonce = 'client' } = o;
  const response = responseOf(o);
  const fields = [
    `username="${username}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
  ];
  if (o.algorithm !== undefined) fields.push(`algorithm=${o.algorithm}`);
  if (qop !== undefined) fields.push(`qop=${qop}`, `nc=${nc}`, `cnonce="${cnonce}"`);
  return `Digest ${fields.join(', ')}`;
}

export function responseOf(o: DigestFields): string {
  const hash = (text: string) =>
    createHash(o.algorithm === 'SHA-256' ? 'sha256' : 'md5')
      .update(text)
      .digest('hex');
  const secret = hash(`${o.username}:${o.realm}:${o.password}`);
  const middle = o.qop === undefined ? '' : `${o.nc ?? '00000001'}:${o.cnonce ?? 'client'}:${o.qop}:`;
  return hash(`${secret}:${o.nonce}:${middle}${hash(`${o.method}:${o.uri}`)}`);
}

/** One field of a challenge or of credentials. */
export function field(value: string, name: string): string {
  return new RegExp(`[ ,]${name}=(?:"([^"]*)"|([^,\\s]*))`).exec(value)?.slice(1).join('') ?? '';
}
