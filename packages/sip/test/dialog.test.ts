import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InviteSession, OutgoingInvite, SipRequest } from '../src/index.ts';
import { eventually } from './support/eventually.ts';
import { RawPeer } from './support/raw-peer.ts';
import { openStage, type Stage } from './support/stage.ts';
import { type RequestText, requestText, responseText } from './support/texts.ts';

let stage: Stage;
let other: RawPeer;
beforeEach(async () => {
  stage = await openStage();
  other = await RawPeer.open();
});
afterEach(async () => {
  await Promise.all([stage.close(), other.close()]);
  expect(stage.clock.pending).toBe(0);
});

const from = { uri: 'sip:alice@example.com' };
const heard = () => stage.peer.heard(stage.point);
const contactOf = (peer: RawPeer, params = '') => `<sip:bob@127.0.0.1:${peer.port}${params}>`;
const send = (method: string, o: Partial<RequestText> = {}) =>
  stage.peer.send(requestText({ method, port: stage.peer.port, ...o }), stage.point);
const reply = (request: SipRequest, status: number, o = {}) =>
  stage.peer.send(responseText(request, status, { toTag: 'b', contact: contactOf(stage.peer), ...o }), stage.point);

/** A call that the peer made and we answered; its ACK has come. */
async function answeredCall(headers: readonly string[] = []): Promise<{ session: InviteSession; tag: string }> {
  const sessions: InviteSession[] = [];
  stage.endpoint.onInvite((invite) => sessions.push(invite.answer({ body: 'v=0' })));
  send('INVITE', { headers });
  const session = await eventually(() => sessions[0]);
  const tag = session.dialog.localTag;
  send('ACK', { branch: 'ack', toTag: tag });
  expect(await heard()).toEqual(['100 INVITE', '200 INVITE']);
  return { session, tag };
}

/** A call that we made and the peer answered. */
async function madeCall(o = {}): Promise<{ session: InviteSession; invite: SipRequest; ack: SipRequest }> {
  const outgoing: OutgoingInvite = stage.endpoint.invite({ uri: `sip:bob@127.0.0.1:${stage.peer.port}`, from });
  const answered = new Promise<InviteSession>((resolve) => outgoing.onAnswered(resolve));
  const invite = await stage.peer.nextRequest();
  reply(invite, 200, o);
  return { session: await answered, invite, ack: await stage.peer.nextRequest() };
}

describe('requests inside a dialog', () => {
  test('an old or repeated CSeq gets 500, a later one with a gap is taken (RFC 3261 section 12.2.2)', async () => {
    const { session, tag } = await answeredCall();
    const seen: number[] = [];
    session.onRequest((incoming) => {
      seen.push(incoming.request.head.cseq.number);
      incoming.respond(200);
    });
    send('INFO', { branch: 'i1', toTag: tag, cseq: 5 });
    send('INFO', { branch: 'i2', toTag: tag, cseq: 4 });
    send('INFO', { branch: 'i3', toTag: tag, cseq: 5 });
    send('INFO', { branch: 'i4', toTag: tag, cseq: 9 });
    expect(await heard()).toEqual(['200 INFO', '500 INFO', '500 INFO', '200 INFO']);
    expect(seen).toEqual([5, 9]);
    expect(session.state).toBe('confirmed');
  });

  const strangers: [string, Partial<RequestText>][] = [
    ['another Call-ID', { callId: 'other' }],
    ['another From tag', { fromTag: 'other' }],
    ['another To tag', { toTag: 'other' }],
  ];
  test.each(strangers)('%s is another dialog: 481', async (_title, o) => {
    const { session, tag } = await answeredCall();
    send('BYE', { branch: 'bye', toTag: tag, cseq: 2, ...o });
    expect(await heard()).toEqual(['481 BYE']);
    expect(session.state).toBe('confirmed');
  });

  test('BYE ends it once; a second one gets 481', async () => {
    const { session, tag } = await answeredCall();
    const ends: string[] = [];
    session.onEnded((cause) => ends.push(cause));
    send('BYE', { branch: 'bye', toTag: tag, cseq: 2 });
    send('BYE', { branch: 'bye', toTag: tag, cseq: 2 });
    send('BYE', { branch: 'again', toTag: tag, cseq: 3 });
    expect(await heard()).toEqual(['200 BYE', '200 BYE', '481 BYE']);
    expect([ends, session.state, stage.endpoint.dialogs]).toEqual([['bye'], 'ended', 0]);
  });

  test('what nobody takes is refused, OPTIONS is answered', async () => {
    const { tag } = await answeredCall();
    send('INFO', { branch: '1', toTag: tag, cseq: 2 });
    send('OPTIONS', { branch: '2', toTag: tag, cseq: 3 });
    send('INVITE', { branch: '3', toTag: tag, cseq: 4, body: 'v=0' });
    expect(await heard()).toEqual(['405 INFO', '200 OPTIONS', '488 INVITE']);
  });

  test('our CSeq grows by one, the ACK has that of its INVITE', async () => {
    const { session, invite, ack } = await madeCall();
    void session.request('INFO');
    const info = await stage.peer.nextRequest();
    reply(info, 200);
    const numbers = [ack, info].map(({ head }) => head.cseq.number - invite.head.cseq.number);
    expect(numbers).toEqual([0, 1]);
    expect(ack.headers.get('via')).not.toBe(invite.headers.get('via'));
  });

  test('BYE inside an early dialog ends the INVITE (section 15)', async () => {
    let cancelled = 0;
    stage.endpoint.onInvite((invite) => {
      invite.onCancelled(() => {
        cancelled += 1;
      });
      invite.ring();
    });
    send('INVITE');
    await stage.peer.nextResponse();
    const tag = (await stage.peer.nextResponse()).head.to.params.get('tag') ?? '';
    send('BYE', { branch: 'bye', toTag: tag, cseq: 2 });
    expect(await heard()).toEqual(['200 BYE', '487 INVITE']);
    expect(cancelled).toBe(1);
  });

  test('a callee hangs up after the ACK only (section 15)', async () => {
    const sessions: InviteSession[] = [];
    stage.endpoint.onInvite((invite) => sessions.push(invite.answer({ body: 'v=0' })));
    send('INVITE');
    const session = await eventually(() => sessions[0]);
    session.bye();
    expect(await heard()).toEqual(['100 INVITE', '200 INVITE']);
    send('ACK', { branch: 'ack', toTag: session.dialog.localTag });
    expect(await heard()).toEqual(['BYE']);
  });
});

describe('re-INVITE', () => {
  test('is answered by the user, and its 2xx is repeated until the ACK', async () => {
    const { session, tag } = await answeredCall();
    session.onReinvite((offer) => ({ body: `answer to ${offer}` }));
    send('INVITE', { branch: 're', toTag: tag, cseq: 2, body: 'offer' });
    expect((await stage.peer.nextResponse()).body.toString()).toBe('answer to offer');
    expect(await stage.after(500)).toEqual(['200 INVITE']);
    send('ACK', { branch: 'reack', toTag: tag, cseq: 2 });
    expect(await stage.after(20_000)).toEqual([]);
  });

  test('before the ACK to the first 2xx gets 500 with Retry-After (section 14.2)', async () => {
    const sessions: InviteSession[] = [];
    stage.endpoint.onInvite((invite) => sessions.push(invite.answer({ body: 'v=0' })));
    send('INVITE');
    const session = await eventually(() => sessions[0]);
    await heard();
    send('INVITE', { branch: 're', toTag: session.dialog.localTag, cseq: 2, body: 'offer' });
    const refused = await stage.peer.nextResponse();
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([500, true]);
  });

  test('while ours is unanswered gets 491; ours is tried again after the pause', async () => {
    const { session, ack } = await madeCall();
    session.onReinvite(() => ({ body: 'v=0' }));
    const done = session.reinvite('offer');
    const ours = await stage.peer.nextRequest();
    const inDialog = { callId: ours.head.callId, fromTag: 'b', toTag: ack.head.from.params.get('tag') ?? '' };
    send('INVITE', { ...inDialog, branch: 'glare', cseq: 1, body: 'offer' });
    expect(await heard()).toEqual(['491 INVITE']);
    send('ACK', { ...inDialog, branch: 'glare', cseq: 1 });
    reply(ours, 491);
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
    expect(await stage.after(2_099)).toEqual([]);
    stage.clock.advance(1_901);
    const again = await stage.peer.nextRequest();
    expect([again.method, again.head.cseq.number]).toEqual(['INVITE', ours.head.cseq.number + 1]);
    reply(again, 200);
    expect((await done).status).toBe(200);
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
  });

  test('a failure leaves the call as it was (section 14.1)', async () => {
    const { session } = await madeCall();
    const done = session.reinvite('offer');
    reply(await stage.peer.nextRequest(), 488);
    expect((await done).status).toBe(488);
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
    expect(session.state).toBe('confirmed');
  });
});

describe('where requests go', () => {
  const hop = (peer: RawPeer, params: string) => `<sip:127.0.0.1:${peer.port}${params}>`;

  test('the caller’s route set is the Record-Route reversed, sent loosely', async () => {
    const headers = [`Record-Route: <sip:p2.example.com;lr>, ${hop(stage.peer, ';lr')}`];
    const { session, ack } = await madeCall({ headers, contact: '<sip:bob@far.example.com>' });
    session.bye();
    const bye = await stage.peer.nextRequest();
    for (const request of [ack, bye]) {
      expect(request.uri).toBe('sip:bob@far.example.com');
      expect(request.headers.all('route')).toEqual([hop(stage.peer, ';lr'), '<sip:p2.example.com;lr>']);
    }
  });

  test('Record-Route is echoed in the 18x and the 2xx, not in the 100 (section 12.1.1)', async () => {
    stage.endpoint.onInvite((invite) => {
      invite.ring();
      invite.answer({ body: 'v=0' });
    });
    send('INVITE', { headers: ['Record-Route: <sip:p1;lr>, <sip:p2;lr>', 'Record-Route: <sip:p3;lr>'] });
    const echoed: [number, string[]][] = [];
    for (let count = 0; count < 3; count += 1) {
      const { status, headers } = await stage.peer.nextResponse();
      echoed.push([status, headers.all('record-route')]);
    }
    const all = ['<sip:p1;lr>', '<sip:p2;lr>', '<sip:p3;lr>'];
    expect(echoed).toEqual([
      [100, []],
      [180, all],
      [200, all],
    ]);
  });

  test('the callee’s route set keeps the order', async () => {
    const recordRoute = `${hop(stage.peer, ';lr')}, <sip:p2.example.com;lr>`;
    const { session } = await answeredCall([`Record-Route: ${recordRoute}`]);
    session.bye();
    const bye = await stage.peer.nextRequest();
    expect(bye.headers.all('route')).toEqual([hop(stage.peer, ';lr'), '<sip:p2.example.com;lr>']);
    expect(bye.uri).toBe(`sip:alice@127.0.0.1:${stage.peer.port}`);
  });

  test('a first hop without lr is routed strictly (section 12.2.1.1)', async () => {
    const { session } = await answeredCall([`Record-Route: ${hop(other, '')}, <sip:p2.example.com;lr>`]);
    session.bye();
    const bye = await other.nextRequest();
    expect(bye.uri).toBe(`sip:127.0.0.1:${other.port}`);
    expect(bye.headers.all('route')).toEqual(['<sip:p2.example.com;lr>', `<sip:alice@127.0.0.1:${stage.peer.port}>`]);
  });

  test('the Contact of the peer’s re-INVITE is the new target', async () => {
    const { session, tag } = await answeredCall();
    session.onReinvite(() => ({ body: 'v=0' }));
    send('INVITE', { branch: 're', toTag: tag, cseq: 2, body: 'offer', contact: contactOf(other) });
    send('ACK', { branch: 'reack', toTag: tag, cseq: 2 });
    expect(await heard()).toEqual(['200 INVITE']);
    session.bye();
    expect((await other.nextRequest()).method).toBe('BYE');
  });

  test('so is the Contact of the 2xx to ours, and its ACK goes there', async () => {
    const { session } = await madeCall();
    void session.reinvite('offer');
    reply(await stage.peer.nextRequest(), 200, { contact: contactOf(other) });
    expect((await other.nextRequest()).method).toBe('ACK');
    session.bye();
    expect((await other.nextRequest()).uri).toBe(`sip:bob@127.0.0.1:${other.port}`);
    expect(await heard()).toEqual([]);
  });

  test('a refused re-INVITE changes no target', async () => {
    const { session, tag } = await answeredCall();
    session.onReinvite(() => ({ reject: 488 }));
    send('INVITE', { branch: 're', toTag: tag, cseq: 2, body: 'offer', contact: contactOf(other) });
    send('ACK', { branch: 're', toTag: tag, cseq: 2 });
    expect(await heard()).toEqual(['488 INVITE']);
    session.bye();
    expect(await heard()).toEqual(['BYE']);
  });
});

describe('an INVITE that was forked on its way', () => {
  test('each 2xx is a call of its own and can be hung up', async () => {
    const outgoing = stage.endpoint.invite({ uri: `sip:bob@127.0.0.1:${stage.peer.port}`, from });
    const sessions: InviteSession[] = [];
    outgoing.onAnswered((session) => sessions.push(session));
    const invite = await stage.peer.nextRequest();
    const acks: SipRequest[] = [];
    for (const toTag of ['one', 'two', 'one']) {
      reply(invite, 200, { toTag });
      acks.push(await stage.peer.nextRequest());
    }
    expect(acks.map(({ method, head }) => [method, head.to.params.get('tag')])).toEqual([
      ['ACK', 'one'],
      ['ACK', 'two'],
      ['ACK', 'one'],
    ]);
    expect(acks[2]?.headers.get('via')).toBe(acks[0]?.headers.get('via'));
    expect([sessions.length, stage.endpoint.dialogs]).toEqual([2, 2]);
    sessions[1]?.bye();
    const bye = await stage.peer.nextRequest();
    expect([bye.method, bye.head.to.params.get('tag')]).toEqual(['BYE', 'two']);
    reply(bye, 200);
    expect([sessions[0]?.state, stage.endpoint.dialogs]).toEqual(['confirmed', 1]);
    reply(invite, 200, { toTag: 'two' });
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
    expect(sessions.length).toBe(2);
  });

  test('every 180 with its own tag is an early dialog; the answer ends the others', async () => {
    const outgoing = stage.endpoint.invite({ uri: `sip:bob@127.0.0.1:${stage.peer.port}`, from });
    const early: string[] = [];
    outgoing.onProvisional((_response, dialog) => early.push(dialog?.id ?? ''));
    const answered = new Promise<InviteSession>((resolve) => outgoing.onAnswered(resolve));
    const invite = await stage.peer.nextRequest();
    for (const toTag of ['one', 'two', 'one']) reply(invite, 180, { toTag });
    await eventually(() => early.length === 3);
    expect([early, stage.endpoint.dialogs]).toEqual([['one', 'two', 'one'], 2]);
    reply(invite, 200, { toTag: 'two' });
    expect((await answered).dialog.remoteTag).toBe('two');
    expect(stage.endpoint.dialogs).toBe(1);
  });

  test('a 2xx that comes after our CANCEL from a second device is acknowledged and hung up', async () => {
    const outgoing = stage.endpoint.invite({ uri: `sip:bob@127.0.0.1:${stage.peer.port}`, from });
    const told: string[] = [];
    outgoing.onAnswered(() => told.push('answered'));
    outgoing.onFailed((status) => told.push(`failed ${status}`));
    outgoing.onProvisional(() => told.push('ringing'));
    const invite = await stage.peer.nextRequest();
    reply(invite, 180);
    await eventually(() => told.length === 1);
    outgoing.cancel();
    reply(await stage.peer.nextRequest(), 200);
    for (const toTag of ['one', 'two']) {
      reply(invite, 200, { toTag });
      const [ack, bye] = [await stage.peer.nextRequest(), await stage.peer.nextRequest()];
      expect([ack.method, bye.method, bye.head.to.params.get('tag')]).toEqual(['ACK', 'BYE', toTag]);
      reply(bye, 200);
    }
    expect(told).toEqual(['ringing', 'failed 487']);
    expect(stage.endpoint.dialogs).toBe(0);
  });
});
