import { beforeEach, describe, expect, test } from 'vitest';
import { digestResponse } from '../src/digest/hash.ts';
import { DigestVerifier, ha1, ManualClock, type StoredDigest } from '../src/index.ts';
import { authorization, type DigestFields, field, responseOf } from './support/digest.ts';
import { parseRequest } from './support/parse.ts';
import { requestText } from './support/texts.ts';

describe('test vectors of RFC 7616 section 3.9.1', () => {
  const vectors = [
    { algorithm: 'MD5', response: '8ca523f5e9506fed4657c9700eebdbec' },
    { algorithm: 'SHA-256', response: '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1' },
  ] as const;
  test.each(vectors)('$algorithm', ({ algorithm, response }) => {
    const given = {
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      method: 'GET',
      uri: '/dir/index.html',
    };
    const clientNonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
    const who = { username: 'Mufasa', realm: 'http-auth@example.org', password: 'Circle of Life' };
    const secret = ha1(algorithm, who.username, who.realm, who.password);
    const qop = { nonceCount: '00000001', clientNonce };
    expect(digestResponse({ algorithm, ha1: secret, ...given, qop })).toBe(response);
    expect(responseOf({ algorithm, ...given, ...who, cnonce: clientNonce, qop: 'auth' })).toBe(response);
  });

  test('without qop, as in RFC 2069', () => {
    const secret = ha1('MD5', 'Mufasa', 'testrealm@host.com', 'CircleOfLife');
    const nonce = 'dcd98b7102dd2f0e8b11d0f600bfb0c093';
    const response = digestResponse({ algorithm: 'MD5', ha1: secret, method: 'GET', uri: '/dir/index.html', nonce });
    expect(response).toBe('1949323746fe6a43ef61f9606e7febea');
  });
});

describe('the verifier', () => {
  const realm = 'cordboard';
  const uri = 'sip:example.com';
  const stored: Record<string, StoredDigest> = {
    alice: { ha1Md5: ha1('MD5', 'alice', realm, 'secret'), ha1Sha256: ha1('SHA-256', 'alice', realm, 'secret') },
    old: { ha1Md5: ha1('MD5', 'old', realm, 'secret') },
  };
  let clock: ManualClock;
  let verifier: DigestVerifier;
  let nonce: string;
  beforeEach(() => {
    clock = new ManualClock();
    verifier = new DigestVerifier({ realm, clock, nonceLifetimeMs: 60_000 });
    nonce = field(verifier.challenge()[0] ?? '', 'nonce');
  });

  const good = (): DigestFields => ({
    username: 'alice',
    password: 'secret',
    realm,
    nonce,
    method: 'REGISTER',
    uri,
    algorithm: 'SHA-256',
    qop: 'auth',
  });
  const verifyValues = (...values: string[]) => {
    const headers = values.map((value) => `Authorization: ${value}`);
    const request = parseRequest(requestText({ method: 'REGISTER', port: 1, uri, headers }));
    return verifier.verify(request, 'REGISTER', (username) => stored[username]);
  };
  const verify = (o: Partial<DigestFields> = {}) => verifyValues(authorization({ ...good(), ...o }));

  const accepted = { ok: true, username: 'alice' };
  const refused = { ok: false, stale: false };
  const stale = { ok: false, stale: true };

  test('offers SHA-256 before MD5, with one nonce, and says stale when it is', () => {
    const [first = '', second = ''] = verifier.challenge();
    expect([field(first, 'algorithm'), field(second, 'algorithm')]).toEqual(['SHA-256', 'MD5']);
    expect(field(first, 'nonce')).toBe(field(second, 'nonce'));
    expect([field(first, 'realm'), field(first, 'qop'), first.includes('stale')]).toEqual([realm, 'auth', false]);
    expect(verifier.challenge(true)[0]).toContain('stale=true');
    expect(verifier.challenge(false, ['MD5']).length).toBe(1);
  });

  const cases: [string, Partial<DigestFields>, object][] = [
    ['SHA-256', {}, accepted],
    ['MD5', { algorithm: 'MD5' }, accepted],
    ['no qop', { qop: undefined }, accepted],
    ['a wrong password', { password: 'wrong' }, refused],
    ['an unknown user', { username: 'mallory' }, refused],
    ['a user whose SHA-256 secret is not there', { username: 'old' }, refused],
    ['another realm', { realm: 'elsewhere' }, refused],
    ['the response for another method', { method: 'INVITE' }, refused],
    ['another uri', { uri: 'sip:other.example.com' }, refused],
    ['qop=auth-int, which was not offered', { qop: 'auth-int' }, refused],
    ['a count that is no hexadecimal number', { nc: 'zzzzzzzz' }, refused],
    ['a count that is too short', { nc: '1' }, refused],
    ['a nonce of our form with a wrong signature', { nonce: 'abc.def.ghi' }, stale],
    ['an empty nonce', { nonce: '' }, stale],
  ];
  test.each(cases)('%s', (_title, o, verdict) => {
    expect(verify(o)).toEqual(verdict);
  });

  test('the MD5 secret serves a user who has no other', () => {
    expect(verify({ username: 'old', algorithm: 'MD5' })).toEqual({ ok: true, username: 'old' });
  });

  test('no credentials, another scheme, malformed ones', () => {
    expect(verifyValues()).toEqual(refused);
    expect(verifyValues('Basic YTpi')).toEqual(refused);
    expect(verifyValues(authorization(good()).replace('qop=auth', 'qop=auth-int'))).toEqual(refused);
    expect(verifyValues('Digest')).toEqual(refused);
    expect(verifyValues('Digest username="alice')).toEqual(refused);
    expect(verifyValues(`Digest realm="${realm}"`)).toEqual(refused);
    expect(verifyValues(authorization(good()).replace('SHA-256', 'SHA-512'))).toEqual(refused);
    expect(verifyValues(authorization(good()).replace(/response="\w+"/, 'response=""'))).toEqual(refused);
  });

  test('spelling that phones differ in: quoted qop, lower-case algorithm, upper-case response', () => {
    const value = authorization(good());
    expect(verifyValues(value.replace('qop=auth', 'qop="auth"').replace('SHA-256', '"sha-256"'))).toEqual(accepted);
    const second = authorization({ ...good(), nc: '00000002' });
    expect(
      verifyValues(second.replace(/response="(\w+)"/, (_, hex: string) => `response="${hex.toUpperCase()}"`)),
    ).toEqual(accepted);
  });

  test('credentials for several realms: ours are found', () => {
    expect(verifyValues(authorization({ ...good(), realm: 'other' }), authorization(good()))).toEqual(accepted);
  });

  test('a count is taken once and only grows (RFC 7616 section 5.5)', () => {
    expect(verify({ nc: '00000002' })).toEqual(accepted);
    expect(verify({ nc: '00000002' })).toEqual(stale);
    expect(verify({ nc: '00000001' })).toEqual(stale);
    expect(verify({ nc: '0000000a' })).toEqual(accepted);
    expect(verify({ nc: '00000009' })).toEqual(stale);
  });

  test('a wrong password uses no count up', () => {
    expect(verify({ password: 'wrong', nc: '000000ff' })).toEqual(refused);
    expect(verify()).toEqual(accepted);
  });

  test('without qop a nonce serves once', () => {
    expect(verify({ qop: undefined })).toEqual(accepted);
    expect(verify({ qop: undefined })).toEqual(stale);
    expect(verify()).toEqual(stale);
  });

  test('an old nonce is stale for who knows the password, and plainly refused for others', () => {
    clock.advance(59_999);
    expect(verify()).toEqual(accepted);
    clock.advance(1);
    expect(verify({ nc: '00000002' })).toEqual(stale);
    expect(verify({ nc: '00000002', password: 'wrong' })).toEqual(refused);
  });

  test('a nonce of another verifier, with another time or signature is never accepted; like an old one it is stale', () => {
    const foreign = new DigestVerifier({ realm, clock });
    expect(verify({ nonce: field(foreign.challenge()[0] ?? '', 'nonce') })).toEqual(stale);
    const [time = '', ...rest] = nonce.split('.');
    const later = (Number.parseInt(time, 36) + 1).toString(36);
    expect(verify({ nonce: [later, ...rest].join('.') })).toEqual(stale);
    const last = nonce.endsWith('A') ? 'B' : 'A';
    expect(verify({ nonce: `${nonce.slice(0, -1)}${last}` })).toEqual(stale);
    expect(verify({ nonce: field(foreign.challenge()[0] ?? '', 'nonce'), password: 'wrong' })).toEqual(refused);
  });
});
