import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InviteSession, SipRequest, SipResponse } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { type RequestText, type ResponseText, requestText, responseText } from '../support/texts.ts';

// RFC 4028: a session lives on only while it is refreshed.
let stage: Stage;
let ends: string[];

beforeEach(async () => {
  stage = await openStage({ sessionTimer: { intervalSeconds: 600, minSeconds: 120 } });
  ends = [];
});

afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

const send = (method: string, o: Partial<RequestText> = {}) =>
  stage.peer.send(requestText({ method, port: stage.peer.port, ...o }), stage.point);
const reply = (request: SipRequest, status: number, o: ResponseText = {}) =>
  stage.peer.send(
    responseText(request, status, { toTag: 'b', contact: `<sip:bob@127.0.0.1:${stage.peer.port}>`, ...o }),
    stage.point,
  );

/** A call that we made and the peer answered with these headers. */
async function made(...headers: string[]): Promise<InviteSession> {
  const outgoing = stage.endpoint.invite({
    uri: `sip:bob@127.0.0.1:${stage.peer.port}`,
    from: { uri: 'sip:alice@x' },
    body: 'offer',
  });
  const answered = new Promise<InviteSession>((resolve) => outgoing.onAnswered(resolve));
  reply(await stage.peer.nextRequest(), 200, { headers });
  const session = await answered;
  session.onEnded((cause) => ends.push(cause));
  expect((await stage.peer.nextRequest()).method).toBe('ACK');
  return session;
}

/** The final answer to an INVITE with these headers; the endpoint answers every call. */
async function called(...headers: string[]): Promise<SipResponse> {
  stage.endpoint.onInvite((invite) => {
    const session = invite.answer({ body: 'v=0' });
    session.onEnded((cause) => ends.push(cause));
    session.onReinvite(() => ({ body: 'v=0' }));
  });
  send('INVITE', { headers });
  for (;;) {
    const response = await stage.peer.nextResponse();
    if (response.status >= 200) {
      send('ACK', { branch: 'ack', toTag: response.head.to.params.get('tag') ?? '' });
      return response;
    }
  }
}

const fields = ({ headers }: SipRequest | SipResponse) => [headers.get('session-expires'), headers.get('min-se')];
const agreed = ({ headers }: SipResponse) => [headers.get('session-expires'), headers.get('require')];

describe('we call', () => {
  test('the refresher sends UPDATE at half time, and goes on with what the answer says', async () => {
    await made('Session-Expires: 400;refresher=uac', 'Allow: INVITE, UPDATE');
    expect(await stage.after(199_000)).toEqual([]);
    stage.clock.advance(1_000);
    const update = await stage.peer.nextRequest();
    expect([update.method, ...fields(update)]).toEqual(['UPDATE', '400;refresher=uac', '120']);
    reply(update, 200, { headers: ['Session-Expires: 300;refresher=uac'] });
    await stage.peer.heard(stage.point);
    expect(await stage.after(149_000)).toEqual([]);
    stage.clock.advance(1_000);
    reply(await stage.peer.nextRequest(), 200);
    await stage.peer.heard(stage.point);
    expect(ends).toEqual([]);
  });

  test('a peer that does not take UPDATE gets a re-INVITE with the same description', async () => {
    await made('Session-Expires: 400;refresher=uac', 'Allow: INVITE, BYE');
    stage.clock.advance(200_000);
    const invite = await stage.peer.nextRequest();
    expect([invite.method, invite.body.toString(), ...fields(invite)]).toEqual([
      'INVITE',
      'offer',
      '400;refresher=uac',
      '120',
    ]);
    reply(invite, 200, { headers: ['Session-Expires: 400;refresher=uac'] });
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
  });

  test('one that announced UPDATE and refuses it gets a re-INVITE next', async () => {
    await made('Session-Expires: 400;refresher=uac', 'Allow: UPDATE');
    stage.clock.advance(200_000);
    reply(await stage.peer.nextRequest(), 405);
    await stage.peer.heard(stage.point);
    stage.clock.advance(3_000);
    expect((await stage.peer.nextRequest()).method).toBe('INVITE');
  });

  test('a session that cannot be refreshed is ended before it expires', async () => {
    await made('Session-Expires: 400;refresher=uac', 'Allow: UPDATE');
    stage.clock.advance(200_000);
    reply(await stage.peer.nextRequest(), 500);
    await stage.peer.heard(stage.point);
    expect(await stage.after(168_000)).toContain('BYE');
    expect(ends).toEqual(['expired']);
  });

  test('the peer refreshes and falls silent: BYE', async () => {
    await made('Session-Expires: 90;refresher=uas');
    expect(await stage.after(59_000)).toEqual([]);
    expect(await stage.after(1_000)).toEqual(['BYE']);
    expect(ends).toEqual(['expired']);
  });

  test('without an answer about it there is no limit', async () => {
    await made();
    expect(await stage.after(10_000_000)).toEqual([]);
    expect(ends).toEqual([]);
  });

  test('a peer that wants longer sessions gets another INVITE (422)', async () => {
    const outgoing = stage.endpoint.invite({
      uri: `sip:bob@127.0.0.1:${stage.peer.port}`,
      from: { uri: 'sip:alice@x' },
    });
    const failed = new Promise((resolve) => outgoing.onFailed(resolve));
    for (const [expires, least] of [
      ['600', '120'],
      ['900', '900'],
      ['1200', '1200'],
    ] as const) {
      const invite = await stage.peer.nextRequest();
      expect(fields(invite)).toEqual([expires, least]);
      expect(invite.headers.get('supported')).toContain('timer');
      reply(invite, 422, { headers: [`Min-SE: ${Number(least) === 120 ? 900 : 1_200}`] });
      expect((await stage.peer.nextRequest()).method).toBe('ACK');
    }
    expect(await failed).toBe(422);
  });
});

describe('we are called', () => {
  test.each([
    [
      ['Session-Expires: 300;refresher=uac', 'Supported: timer'],
      ['300;refresher=uac', 'timer'],
    ],
    [
      ['Session-Expires: 300;refresher=uas', 'Supported: timer'],
      ['300;refresher=uas', undefined],
    ],
    [
      ['Session-Expires: 3600', 'Supported: timer'],
      ['600;refresher=uac', 'timer'],
    ],
    [
      ['Session-Expires: 3600', 'Min-SE: 900', 'Supported: timer'],
      ['900;refresher=uac', 'timer'],
    ],
    [['Session-Expires: 3600'], ['600;refresher=uas', undefined]],
    [['Supported: timer'], ['600;refresher=uac', 'timer']],
    [[], [undefined, undefined]],
  ])('%j is answered with %j', async (headers, expected) => {
    expect(agreed(await called(...headers))).toEqual(expected);
  });

  test('too short a life is refused with 422 to those who understand it', async () => {
    const response = await called('Session-Expires: 100', 'Supported: timer');
    expect([response.status, response.headers.get('min-se')]).toEqual([422, '120']);
  });

  test('the caller’s UPDATE or re-INVITE begins a new life', async () => {
    const answer = await called('Session-Expires: 300;refresher=uac', 'Supported: timer');
    const toTag = answer.head.to.params.get('tag') ?? '';
    const headers = ['Session-Expires: 300;refresher=uac', 'Supported: timer'];
    await stage.after(200_000);
    send('UPDATE', { branch: 'u', toTag, cseq: 2, headers });
    const renewed = await stage.peer.nextResponse();
    expect([renewed.status, ...agreed(renewed), renewed.headers.has('contact')]).toEqual([
      200,
      '300;refresher=uac',
      'timer',
      true,
    ]);
    await stage.after(200_000);
    send('INVITE', { branch: 'i', toTag, cseq: 3, headers, body: 'v=0' });
    await eventually(() => stage.peer.nextResponse());
    send('ACK', { branch: 'a', toTag, cseq: 3 });
    expect(ends).toEqual([]);
    expect(await stage.after(267_000)).not.toContain('BYE');
    expect(await stage.after(1_000)).toEqual(['BYE']);
    expect(ends).toEqual(['expired']);
  });

  test('a refresh with too short a life is refused, and the session stays', async () => {
    const answer = await called('Session-Expires: 300;refresher=uac', 'Supported: timer');
    const toTag = answer.head.to.params.get('tag') ?? '';
    send('UPDATE', { branch: 'u', toTag, cseq: 2, headers: ['Session-Expires: 90', 'Supported: timer'] });
    expect((await stage.peer.nextResponse()).status).toBe(422);
    expect(ends).toEqual([]);
  });
});
