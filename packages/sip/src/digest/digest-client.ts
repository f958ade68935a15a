import type { SipResponse } from '../message/message.ts';
import type { Random } from '../random.ts';
import { algorithms, type DigestAlgorithm, digestResponse, ha1 } from './hash.ts';
import { formatDigest, parseDigest } from './parse-digest.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** When given, challenges of other realms are not answered. */
  readonly realm?: string;
}

interface Challenge {
  readonly algorithm: DigestAlgorithm;
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * The header that answers a 401 or 407: its name and value. Undefined: no challenge that we can answer.
 * The strongest algorithm offered is used (RFC 8760 section 2.3).
 */
export function answerChallenge(
  response: SipResponse,
  request: { method: string; uri: string },
  credentials: Credentials,
  random: Random,
): { name: string; value: string } | undefined {
  const proxy = response.status === 407;
  const challenge = choose(response.headers.all(proxy ? 'proxy-authenticate' : 'www-authenticate'), credentials.realm);
  if (challenge === undefined) return undefined;
  const { algorithm, fields } = challenge;
  const [realm, nonce] = [fields.get('realm') ?? '', fields.get('nonce') ?? ''];
  const withQop =
    fields
      .get('qop')
      ?.split(',')
      .some((qop) => qop.trim().toLowerCase() === 'auth') === true;
  const qop = withQop ? { nonceCount: '00000001', clientNonce: random.token() } : undefined;
  const secret = ha1(algorithm, credentials.username, realm, credentials.password);
  const response_ = digestResponse({
    algorithm,
    ha1: secret,
    ...request,
    nonce,
    ...(qop === undefined ? {} : { qop }),
  });
  const opaque = fields.get('opaque');
  const value = formatDigest(
    [
      ['username', credentials.username],
      ['realm', realm],
      ['nonce', nonce],
      ['uri', request.uri],
      ['response', response_],
      ['algorithm', algorithm],
      ...(qop === undefined
        ? []
        : ([
            ['qop', 'auth'],
            ['nc', qop.nonceCount],
            ['cnonce', qop.clientNonce],
          ] as const)),
      ...(opaque === undefined ? [] : ([['opaque', opaque]] as const)),
    ],
    true,
  );
  return { name: proxy ? 'Proxy-Authorization' : 'Authorization', value };
}

function choose(values: readonly string[], realm: string | undefined): Challenge | undefined {
  const challenges = values.flatMap((value) => {
    const fields = parseDigest(value);
    const written = fields?.get('algorithm')?.toUpperCase() ?? 'MD5';
    const algorithm = algorithms.find((known) => known === written);
    if (fields === undefined || algorithm === undefined) return [];
    return realm === undefined || fields.get('realm') === realm ? [{ algorithm, fields }] : [];
  });
  return algorithms.flatMap((algorithm) => challenges.filter((one) => one.algorithm === algorithm))[0];
}
