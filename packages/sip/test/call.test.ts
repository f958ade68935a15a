import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type IncomingInvite, type InviteSession, ManualClock, SipEndpoint } from '../src/index.ts';
import { eventually } from './support/eventually.ts';
import { hurriedClock } from './support/hurried-clock.ts';
import { RawPeer } from './support/raw-peer.ts';
import { requestText } from './support/texts.ts';

// Two endpoints on loopback sockets, as two phones that call each other directly.
describe.each(['udp', 'tcp'] as const)('a call over %s', (transport) => {
  let alice: SipEndpoint;
  let bob: SipEndpoint;
  let bobUri: string;
  let received: IncomingInvite[];

  beforeEach(async () => {
    // The pause after a glare is up to 4 s (RFC 3261 section 14.1): it is hurried, the other timers keep their length.
    const o = { clock: hurriedClock(20), timers: { t1Ms: 10_000, t2Ms: 80_000, t4Ms: 100_000 } };
    alice = new SipEndpoint({ ...o, contactUser: 'alice' });
    bob = new SipEndpoint({ ...o, contactUser: 'bob' });
    await alice.listen({ transport, host: '127.0.0.1', port: 0 });
    const point = await bob.listen({ transport, host: '127.0.0.1', port: 0 });
    bobUri = `sip:bob@127.0.0.1:${point.port};transport=${transport}`;
    received = [];
    bob.onInvite((invite) => received.push(invite));
  });

  afterEach(async () => {
    await Promise.all([alice.close(), bob.close()]);
  });

  const arrives = () => eventually(() => received.shift());
  const call = () => alice.invite({ uri: bobUri, from: { uri: 'sip:alice@example.com' }, body: 'offer' });

  test('rings, is answered, carries requests and re-INVITEs both ways, and ends', async () => {
    const outgoing = call();
    const statuses: number[] = [];
    outgoing.onProvisional((response) => statuses.push(response.status));
    const answered = new Promise<InviteSession>((resolve) => outgoing.onAnswered(resolve));
    const invite = await arrives();
    expect(invite.request.body.toString()).toBe('offer');
    invite.ring();
    const theirs = invite.answer({ body: 'answer' });
    const ours = await answered;
    expect(statuses).toEqual([180]);
    expect(ours.initialRemoteBody.toString()).toBe('answer');

    theirs.onReinvite((offer) => ({ body: `answer to ${offer}` }));
    const reinvited = await ours.reinvite('second offer');
    expect([reinvited.status, reinvited.body.toString()]).toEqual([200, 'answer to second offer']);
    theirs.onRequest((incoming) => incoming.respond(200));
    expect((await ours.request('INFO', { body: 'x', contentType: 'text/plain' })).status).toBe(200);
    expect((await theirs.request('OPTIONS')).status).toBe(200);

    const ends: string[] = [];
    theirs.onEnded((cause) => ends.push(`their ${cause}`));
    ours.onEnded((cause) => ends.push(`our ${cause}`));
    await eventually(async () => (await theirs.request('OPTIONS')).status === 200);
    ours.bye();
    await eventually(() => ends.length === 2);
    expect(ends).toEqual(['our localBye', 'their bye']);
    expect([alice.dialogs, bob.dialogs]).toEqual([0, 0]);
  });

  test('cancel before the answer gives 487 and tells the callee', async () => {
    const outgoing = call();
    const failed = new Promise<number>((resolve) => outgoing.onFailed(resolve));
    const invite = await arrives();
    let cancelled = 0;
    invite.onCancelled(() => {
      cancelled += 1;
    });
    invite.ring();
    await eventually(() => invite.state === 'waiting');
    outgoing.cancel();
    expect(await failed).toBe(487);
    expect(cancelled).toBe(1);
    expect([alice.dialogs, bob.dialogs]).toEqual([0, 0]);
  });

  test('cancel that crosses a 200 ends the call with BYE', async () => {
    const outgoing = call();
    const failed = new Promise<number>((resolve) => outgoing.onFailed(resolve));
    const invite = await arrives();
    outgoing.cancel();
    const session = invite.answer({ body: 'answer' });
    const ended = new Promise<string>((resolve) => session.onEnded(resolve));
    expect(await failed).toBe(487);
    expect(await ended).toBe('bye');
  });

  test('a glare of re-INVITEs ends with both done', async () => {
    const outgoing = call();
    const answered = new Promise<InviteSession>((resolve) => outgoing.onAnswered(resolve));
    const theirs = (await arrives()).answer({ body: 'answer' });
    const ours = await answered;
    for (const session of [ours, theirs]) session.onReinvite(() => ({ body: 'accepted' }));
    await eventually(async () => (await theirs.request('OPTIONS')).status === 200);
    const both = await Promise.all([ours.reinvite('a'), theirs.reinvite('b')]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('a request inside the early dialog reaches the ringing side', async () => {
    const outgoing = call();
    const early = new Promise<number>((resolve) =>
      outgoing.onProvisional(async (_response, dialog) => resolve((await dialog?.request('OPTIONS', {}))?.status ?? 0)),
    );
    const invite = await arrives();
    invite.ring(180, { headers: { 'Allow-Events': 'talk, hold' } });
    expect(await early).toBe(200);
    outgoing.cancel();
  });
});

test('a lost 200 is repeated until the ACK comes, and without one the call ends', async () => {
  const clock = new ManualClock();
  const bob = new SipEndpoint({ clock });
  const point = await bob.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  const peer = await RawPeer.open();
  const sessions: InviteSession[] = [];
  bob.onInvite((invite) => sessions.push(invite.answer({ body: 'answer' })));
  peer.send(requestText({ method: 'INVITE', port: peer.port }), point);
  const session = await eventually(() => sessions[0]);
  const ended = new Promise<string>((resolve) => session.onEnded(resolve));
  clock.advance(500);
  clock.advance(1_000);
  expect(await peer.heard(point)).toEqual(['100 INVITE', '200 INVITE', '200 INVITE', '200 INVITE']);
  clock.advance(30_500);
  expect(await ended).toBe('ackTimeout');
  expect((await peer.heard(point)).at(-1)).toBe('BYE');
  await Promise.all([bob.close(), peer.close()]);
  expect(clock.pending).toBe(0);
});
