import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DigestVerifier, ha1, type ListeningPoint, SipEndpoint, type SipRequest, systemClock } from '../src/index.ts';
import { field, responseOf } from './support/digest.ts';
import { openStage, type Stage } from './support/stage.ts';
import { responseText } from './support/texts.ts';

const realm = 'cordboard';
const from = { uri: 'sip:alice@example.com' };
const credentials = { username: 'alice', password: 'secret' };

describe('against our own verifier', () => {
  let client: SipEndpoint;
  let server: SipEndpoint;
  let point: ListeningPoint;
  let seen: SipRequest[];
  beforeEach(async () => {
    client = new SipEndpoint();
    server = new SipEndpoint();
    await client.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    point = await server.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    seen = [];
    const verifier = new DigestVerifier({ realm, clock: systemClock });
    const stored = {
      ha1Sha256: ha1('SHA-256', 'alice', realm, 'secret'),
      ha1Md5: ha1('MD5', 'alice', realm, 'secret'),
    };
    const verify = (request: SipRequest) => {
      seen.push(request);
      return verifier.verify(request, request.method, (username) => (username === 'alice' ? stored : undefined));
    };
    const challenge = () => verifier.challenge().map((value) => ['WWW-Authenticate', value] as const);
    server.onRequest((incoming) => {
      if (verify(incoming.request).ok) incoming.respond(200);
      else incoming.respond(401, undefined, { headers: challenge() });
    });
    server.onInvite((invite) => {
      if (verify(invite.request).ok) invite.answer({ body: 'v=0' });
      else invite.reject(401, undefined, challenge());
    });
  });
  afterEach(async () => {
    await Promise.all([client.close(), server.close()]);
  });

  const uri = () => `sip:127.0.0.1:${point.port}`;
  const register = (o: object) => client.request({ method: 'REGISTER', uri: uri(), from, to: from, ...o });

  test('REGISTER is accepted after one challenge', async () => {
    expect((await register({ credentials })).status).toBe(200);
    const [first, second] = seen as [SipRequest, SipRequest];
    expect(second.head.callId).toBe(first.head.callId);
    expect(second.head.cseq.number).toBe(first.head.cseq.number + 1);
    expect(field(second.headers.get('authorization') ?? '', 'algorithm')).toBe('SHA-256');
  });

  const failures: [string, object, number][] = [
    ['without credentials the 401 comes back', {}, 1],
    ['a wrong password is tried once', { credentials: { ...credentials, password: 'wrong' } }, 2],
    ['credentials for another realm are not sent', { credentials: { ...credentials, realm: 'elsewhere' } }, 1],
  ];
  test.each(failures)('%s', async (_title, o, requests) => {
    expect((await register(o)).status).toBe(401);
    expect(seen.length).toBe(requests);
  });

  test('INVITE is answered after one challenge', async () => {
    const outgoing = client.invite({ uri: uri(), from, body: 'v=0', credentials });
    const session = await new Promise<{ bye(): void }>((resolve) => outgoing.onAnswered(resolve));
    expect(seen.map(({ head }) => head.cseq.number)).toEqual([1, 2]);
    session.bye();
  });

  test('an INVITE with a wrong password fails once, with 401', async () => {
    const outgoing = client.invite({ uri: uri(), from, credentials: { ...credentials, password: 'wrong' } });
    expect(await new Promise((resolve) => outgoing.onFailed(resolve))).toBe(401);
    expect(seen.length).toBe(2);
  });
});

describe('against challenges of others', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(async () => {
    await stage.close();
  });
  const uri = () => `sip:bob@127.0.0.1:${stage.peer.port}`;

  /** Does the request carry the right answer to a challenge with this nonce? */
  function isRight(
    request: SipRequest,
    header: string,
    algorithm: 'MD5' | 'SHA-256',
    qop: string | undefined,
  ): boolean {
    const value = request.headers.get(header) ?? '';
    const { method } = request;
    const extra = qop === undefined ? {} : { qop, nc: field(value, 'nc'), cnonce: field(value, 'cnonce') };
    const wanted = { ...credentials, realm, nonce: 'n', method, uri: request.uri, algorithm, ...extra };
    return field(value, 'response') === responseOf(wanted) && field(value, 'uri') === request.uri;
  }

  const challenges: [string, string[], 'MD5' | 'SHA-256', string | undefined][] = [
    ['MD5 with qop', ['Digest realm="cordboard", nonce="n", qop="auth,auth-int"'], 'MD5', 'auth'],
    ['MD5 without qop', ['Digest realm="cordboard", nonce="n"'], 'MD5', undefined],
    [
      'both algorithms, the weaker first',
      [
        'Digest realm="cordboard", nonce="n", algorithm=MD5, qop="auth"',
        'Digest realm="cordboard", nonce="n", algorithm=SHA-256, qop="auth"',
      ],
      'SHA-256',
      'auth',
    ],
    [
      'an unknown algorithm beside MD5',
      ['Digest realm="cordboard", nonce="n", algorithm=SHA-512-256', 'Digest realm="cordboard", nonce="n"'],
      'MD5',
      undefined,
    ],
  ];
  test.each(challenges)('%s: REGISTER with 401, INVITE with 407', async (_title, values, algorithm, qop) => {
    const response = stage.endpoint.request({ method: 'REGISTER', uri: uri(), from, credentials });
    const first = await stage.peer.nextRequest();
    const headers = values.map((value) => `WWW-Authenticate: ${value}`);
    stage.peer.send(responseText(first, 401, { toTag: 'b', headers }), stage.point);
    const second = await stage.peer.nextRequest();
    expect(isRight(second, 'Authorization', algorithm, qop)).toBe(true);
    stage.peer.send(responseText(second, 200, { toTag: 'b' }), stage.point);
    expect((await response).status).toBe(200);

    const outgoing = stage.endpoint.invite({ uri: uri(), from, credentials });
    const failed = new Promise((resolve) => outgoing.onFailed(resolve));
    const invite = await stage.peer.nextRequest();
    const proxied = values.map((value) => `Proxy-Authenticate: ${value}`);
    stage.peer.send(responseText(invite, 407, { toTag: 'b', headers: proxied }), stage.point);
    const [ack, again] = [await stage.peer.nextRequest(), await stage.peer.nextRequest()];
    expect([ack.method, again.method]).toEqual(['ACK', 'INVITE']);
    expect(isRight(again, 'Proxy-Authorization', algorithm, qop)).toBe(true);
    expect(again.headers.get('via')).not.toBe(invite.headers.get('via'));
    expect([again.head.callId, again.head.from, again.head.to]).toEqual([
      invite.head.callId,
      invite.head.from,
      invite.head.to,
    ]);
    stage.peer.send(responseText(again, 407, { toTag: 'b', headers: proxied }), stage.point);
    expect(await failed).toBe(407);
  });

  test('opaque comes back as it was given', async () => {
    void stage.endpoint.request({ method: 'REGISTER', uri: uri(), from, credentials });
    const headers = ['WWW-Authenticate: Digest realm="cordboard", nonce="n", opaque="a\\"b,c"'];
    stage.peer.send(responseText(await stage.peer.nextRequest(), 401, { headers }), stage.point);
    expect((await stage.peer.nextRequest()).headers.get('authorization')).toContain('opaque="a\\"b,c"');
  });

  test('a challenge that cannot be answered is the answer', async () => {
    const response = stage.endpoint.request({ method: 'REGISTER', uri: uri(), from, credentials });
    const headers = ['WWW-Authenticate: Basic realm="cordboard"'];
    stage.peer.send(responseText(await stage.peer.nextRequest(), 401, { headers }), stage.point);
    expect((await response).status).toBe(401);
  });

  test('after cancel no challenge is answered', async () => {
    const outgoing = stage.endpoint.invite({ uri: uri(), from, credentials });
    const failed = new Promise((resolve) => outgoing.onFailed(resolve));
    const invite = await stage.peer.nextRequest();
    outgoing.cancel();
    const headers = ['WWW-Authenticate: Digest realm="cordboard", nonce="n"'];
    stage.peer.send(responseText(invite, 401, { toTag: 'b', headers }), stage.point);
    expect(await failed).toBe(487);
    expect(await stage.peer.heard(stage.point)).toEqual(['ACK']);
  });
});
