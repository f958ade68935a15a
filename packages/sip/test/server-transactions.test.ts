import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type IncomingInvite, type IncomingRequest, type InviteSession, SipEndpoint } from '../src/index.ts';
import { eventually } from './support/eventually.ts';
import { RawPeer } from './support/raw-peer.ts';
import { openStage, type Stage } from './support/stage.ts';
import { type RequestText, requestText } from './support/texts.ts';

let stage: Stage;
let invites: IncomingInvite[];
let requests: IncomingRequest[];

beforeEach(async () => {
  stage = await openStage();
  invites = [];
  requests = [];
  stage.endpoint.onInvite((invite) => invites.push(invite));
  stage.endpoint.onRequest((incoming) => {
    requests.push(incoming);
    if (incoming.request.method === 'OPTIONS') incoming.respond(200);
  });
});
afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

const send = (method: string, o: Partial<RequestText> = {}) =>
  stage.peer.send(requestText({ method, port: stage.peer.port, ...o }), stage.point);
const heard = () => stage.peer.heard(stage.point);
const arrived = () => eventually(() => invites.at(-1));

describe('INVITE server transaction on UDP (RFC 3261 section 17.2.1)', () => {
  test('100 goes at once; a repeated INVITE gets the last provisional again and nobody is told', async () => {
    send('INVITE');
    expect(await heard()).toEqual(['100 INVITE']);
    send('INVITE');
    expect(await heard()).toEqual(['100 INVITE']);
    invites[0]?.ring(183);
    expect(await heard()).toEqual(['183 INVITE']);
    send('INVITE');
    expect(await heard()).toEqual(['183 INVITE']);
    expect(invites.length).toBe(1);
  });

  test('a failure is repeated by timer G up to T2 until timer H', async () => {
    send('INVITE');
    (await arrived()).reject(486);
    expect(await heard()).toEqual(['100 INVITE', '486 INVITE']);
    let passed = 0;
    for (const gap of [500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000]) {
      expect(await stage.after(gap - 1)).toEqual([]);
      expect(await stage.after(1)).toEqual(['486 INVITE']);
      passed += gap;
    }
    send('INVITE');
    expect(await heard()).toEqual(['486 INVITE']);
    expect(await stage.after(32_000 - passed)).toEqual([]);
    expect(await stage.after(60_000)).toEqual([]);
  });

  test('the ACK ends the repetitions; timer I absorbs further ACKs for T4', async () => {
    send('INVITE');
    (await arrived()).reject(486);
    send('ACK', { toTag: 'x' });
    expect(await heard()).toEqual(['100 INVITE', '486 INVITE']);
    expect(await stage.after(4_999)).toEqual([]);
    const before = stage.endpoint.transactions;
    send('ACK', { toTag: 'x' });
    send('INVITE');
    expect(await heard()).toEqual([]);
    stage.clock.advance(1);
    // One more fence, and the INVITE is gone.
    expect(stage.endpoint.transactions).toBe(before);
    expect(invites.length).toBe(1);
  });

  test('after a 2xx repeated INVITEs are absorbed until timer L (RFC 6026)', async () => {
    send('INVITE');
    const session = (await arrived()).answer({ body: 'v=0' });
    expect(await heard()).toEqual(['100 INVITE', '200 INVITE']);
    send('INVITE');
    expect(await heard()).toEqual([]);
    expect(invites.length).toBe(1);
    send('ACK', { branch: 'ack', toTag: session.dialog.localTag });
    expect(await stage.after(31_999)).toEqual([]);
    send('INVITE');
    expect(await heard()).toEqual([]);
    expect(invites.length).toBe(1);
  });

  test('an ACK to the 2xx with the branch of the INVITE, as RFC 2543 phones send it, stops the 2xx', async () => {
    send('INVITE');
    const session = (await arrived()).answer({ body: 'v=0' });
    send('ACK', { toTag: session.dialog.localTag });
    expect(await heard()).toEqual(['100 INVITE', '200 INVITE']);
    expect(await stage.after(10_000)).toEqual([]);
  });

  test('the To tag is the same in all responses', async () => {
    send('INVITE');
    const invite = await arrived();
    invite.ring(180);
    invite.reject(486);
    const tags: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) tags.push((await stage.peer.nextResponse()).head.to.params.get('tag'));
    expect(tags[0]).toBeUndefined();
    expect(tags[1]).toBe(tags[2]);
    expect(tags[1]?.length).toBeGreaterThanOrEqual(8);
  });

  test('a user who decides twice is heard once', async () => {
    send('INVITE');
    const invite = await arrived();
    invite.reject(486);
    invite.reject(603);
    invite.ring(180);
    expect(() => invite.answer({ body: 'v=0' })).toThrow();
    expect(await heard()).toEqual(['100 INVITE', '486 INVITE']);
  });
});

describe('other server transactions on UDP (RFC 3261 section 17.2.2)', () => {
  test('a repetition before the answer is absorbed, one after it gets the answer again, until timer J', async () => {
    send('MESSAGE');
    send('MESSAGE');
    expect(await heard()).toEqual([]);
    const messages = requests.filter(({ request }) => request.method === 'MESSAGE');
    expect(messages.length).toBe(1);
    messages[0]?.respond(202);
    messages[0]?.respond(404);
    send('MESSAGE');
    expect(await heard()).toEqual(['202 MESSAGE', '202 MESSAGE']);
    expect(await stage.after(31_999)).toEqual([]);
    send('MESSAGE');
    expect(await heard()).toEqual(['202 MESSAGE']);
    stage.clock.advance(1);
    send('MESSAGE');
    expect(await heard()).toEqual([]);
    expect(requests.filter(({ request }) => request.method === 'MESSAGE').length).toBe(2);
  });

  test('the same branch of another sender or method is another transaction (section 17.2.3)', async () => {
    send('MESSAGE', { callId: 'one' });
    send('MESSAGE', { callId: 'two', via: `SIP/2.0/UDP 127.0.0.2:${stage.peer.port};branch=z9hG4bKone` });
    send('INFO', { callId: 'three' });
    await heard();
    const seen = requests
      .filter(({ request }) => request.method !== 'OPTIONS')
      .map(({ request }) => request.head.callId);
    expect(seen).toEqual(['one', 'two', 'three']);
  });

  test('clients without the magic cookie are told apart by Call-ID, tag and CSeq', async () => {
    const via = `SIP/2.0/UDP 127.0.0.1:${stage.peer.port};branch=1`;
    send('MESSAGE', { callId: 'one', via });
    send('MESSAGE', { callId: 'two', via });
    send('MESSAGE', { callId: 'one', via });
    send('MESSAGE', { callId: 'one', cseq: 2, via });
    await heard();
    expect(requests.filter(({ request }) => request.method === 'MESSAGE').length).toBe(3);
  });

  test.each(['MESSAGE', 'INVITE'])('a merged %s is refused with 482 (section 8.2.2.2)', async (method) => {
    send(method, { branch: 'first' });
    send(method, { branch: 'second' });
    const before = method === 'INVITE' ? ['100 INVITE'] : [];
    expect(await heard()).toEqual([...before, `482 ${method}`]);
    send(method, { branch: 'third', cseq: 2 });
    await heard();
    expect(method === 'INVITE' ? invites.length : requests.length - 2).toBe(2);
  });
});

describe('CANCEL (RFC 3261 section 9.2)', () => {
  test('ends the INVITE with 487 and is answered with 200', async () => {
    send('INVITE');
    let cancelled = 0;
    (await arrived()).onCancelled(() => {
      cancelled += 1;
    });
    await heard();
    send('CANCEL');
    expect((await heard()).sort()).toEqual(['200 CANCEL', '487 INVITE']);
    send('CANCEL');
    expect(await heard()).toEqual(['200 CANCEL']);
    expect(cancelled).toBe(1);
    expect(stage.endpoint.dialogs).toBe(0);
  });

  test('its answer bears the tag of those to the INVITE', async () => {
    send('INVITE');
    await arrived();
    send('CANCEL');
    const tags: (string | undefined)[] = [];
    while (tags.length < 2) {
      const { status, head } = await stage.peer.nextResponse();
      if (status > 100) tags.push(head.to.params.get('tag'));
    }
    expect(tags[0]).toMatch(/./);
    expect(tags[1]).toBe(tags[0]);
  });

  test('of an INVITE that is not there gets 481', async () => {
    send('CANCEL');
    expect(await heard()).toEqual(['481 CANCEL']);
  });

  test('with another branch gets 481 and cancels nothing', async () => {
    send('INVITE', { branch: 'one' });
    send('CANCEL', { branch: 'two' });
    expect(await heard()).toEqual(['100 INVITE', '481 CANCEL']);
    expect(invites[0]?.state).toBe('waiting');
  });

  test('after the answer changes nothing', async () => {
    send('INVITE');
    const session: InviteSession = (await arrived()).answer({ body: 'v=0' });
    send('CANCEL');
    expect(await heard()).toEqual(['100 INVITE', '200 INVITE', '200 CANCEL']);
    expect(session.state).toBe('confirmed');
  });
});

describe('bounds', () => {
  test('above the limit new requests get 503 with Retry-After, dialogs go on', async () => {
    const endpoint = new SipEndpoint({ clock: stage.clock, limits: { transactions: 2 } });
    const point = await endpoint.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    const peer = await RawPeer.open();
    endpoint.onInvite((invite) => invite.answer({ body: 'v=0' }));
    const to = (method: string, o: Partial<RequestText>) =>
      peer.send(requestText({ method, port: peer.port, ...o }), point);
    to('INVITE', { branch: 'a', callId: 'a' });
    await peer.nextResponse();
    const tag = (await peer.nextResponse()).head.to.params.get('tag') ?? '';
    to('ACK', { branch: 'b', callId: 'a', toTag: tag });
    to('OPTIONS', { branch: 'c', callId: 'c' });
    expect((await peer.nextResponse()).status).toBe(200);
    to('INVITE', { branch: 'd', callId: 'd' });
    const refused = await peer.nextResponse();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused.head.to.params.has('tag')).toBe(true);
    to('ACK', { branch: 'd', callId: 'd', toTag: refused.head.to.params.get('tag') ?? '' });
    expect(endpoint.transactions).toBe(2);
    to('BYE', { branch: 'e', callId: 'a', toTag: tag, cseq: 2 });
    const bye = await peer.nextResponse();
    expect([bye.status, bye.head.cseq.method]).toEqual([200, 'BYE']);
    stage.clock.advance(32_000);
    expect(endpoint.transactions).toBe(0);
    to('OPTIONS', { branch: 'f', callId: 'f' });
    expect((await peer.nextResponse()).status).toBe(200);
    await Promise.all([endpoint.close(), peer.close()]);
  });

  test('nothing is kept of requests in dialogs that do not exist', async () => {
    const endpoint = new SipEndpoint({ clock: stage.clock, limits: { transactions: 0 } });
    const point = await endpoint.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    const peer = await RawPeer.open();
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const o = { branch: `flood-${count}`, callId: `flood-${count}`, port: peer.port };
      peer.send(requestText({ method: 'BYE', toTag: 'nobody', ...o }), point);
      peer.send(requestText({ method: 'INVITE', toTag: 'nobody', ...o }), point);
      peer.send(requestText({ method: 'CANCEL', ...o }), point);
      for (let answer = 0; answer < 3; answer += 1) statuses.push((await peer.nextResponse()).status);
    }
    expect(new Set(statuses)).toEqual(new Set([481]));
    expect(endpoint.transactions).toBe(0);
    await Promise.all([endpoint.close(), peer.close()]);
  });
});
