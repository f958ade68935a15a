import { createHash } from 'node:crypto';

interface Wanted {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
}

/** The Authorization field that answers a challenge (RFC 7616), with SHA-256 when that is offered. */
export function answerChallenge(challenges: readonly string[], o: Wanted): string {
  const challenge = challenges.find((one) => /algorithm="?SHA-256\b/i.test(one)) ?? challenges[0] ?? '';
  const parameter = (name: string) => new RegExp(`\\b${name}="?([^",]*)`, 'i').exec(challenge)?.[1] ?? '';
  const algorithm = parameter('algorithm') || 'MD5';
  const [realm, nonce] = [parameter('realm'), parameter('nonce')];
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const secret = hash(`${o.username}:${realm}:${o.password}`);
  const response = hash(`${secret}:${nonce}:00000001:bench:auth:${hash(`${o.method}:${o.uri}`)}`);
  return (
    `Authorization: Digest username="${o.username}", realm="${realm}", nonce="${nonce}", uri="${o.uri}", ` +
    `algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="bench", response="${response}"`
  );
}
