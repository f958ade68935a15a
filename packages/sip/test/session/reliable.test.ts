import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IncomingInvite, SipRequest, SipResponse } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { type RequestText, type ResponseText, requestText, responseText } from '../support/texts.ts';

// RFC 3262: provisional responses that arrive for certain.
let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

const send = (method: string, o: Partial<RequestText> = {}) =>
  stage.peer.send(requestText({ method, port: stage.peer.port, ...o }), stage.point);
const heard = () => stage.peer.heard(stage.point);

describe('ours', () => {
  let branches = 0;

  /** An INVITE with these headers, and the invite that we have of it. */
  async function called(...headers: string[]): Promise<IncomingInvite> {
    const invites: IncomingInvite[] = [];
    stage.endpoint.onInvite((invite) => invites.push(invite));
    send('INVITE', { headers });
    const invite = await eventually(() => invites[0]);
    expect(await heard()).toEqual(['100 INVITE']);
    return invite;
  }

  const prack = (response: SipResponse, o: { rseq?: number; body?: string } = {}) => {
    branches += 1;
    send('PRACK', {
      branch: `prack${branches}`,
      cseq: 1 + branches,
      toTag: response.head.to.params.get('tag') ?? '',
      headers: [`RAck: ${o.rseq ?? response.headers.get('rseq')} 1 INVITE`],
    });
  };

  test('is repeated until its PRACK comes, when the caller requires it', async () => {
    const invite = await called('Require: 100rel');
    invite.ring();
    const ringing = await stage.peer.nextResponse();
    expect([ringing.status, ringing.headers.get('require')]).toEqual([180, '100rel']);
    expect(await stage.after(500)).toEqual(['180 INVITE']);
    expect(await stage.after(1_000)).toEqual(['180 INVITE']);
    prack(ringing);
    expect(await heard()).toEqual(['200 PRACK']);
    expect(await stage.after(10_000)).toEqual([]);
    prack(ringing);
    expect(await heard()).toEqual(['481 PRACK']);
  });

  test('the next one waits for the PRACK of the first, and counts on', async () => {
    const invite = await called('Require: 100rel');
    invite.ring(180);
    invite.ring(181);
    const first = await stage.peer.nextResponse();
    expect(await heard()).toEqual([]);
    prack(first);
    const [answer, second] = [await stage.peer.nextResponse(), await stage.peer.nextResponse()];
    const statuses = [answer, second].map(({ status }) => status).sort();
    expect(statuses).toEqual([181, 200]);
    const next = answer.status === 181 ? answer : second;
    expect(Number(next.headers.get('rseq'))).toBe(Number(first.headers.get('rseq')) + 1);
    prack(next);
    await heard();
  });

  test('a PRACK for another response is 481', async () => {
    const invite = await called('Require: 100rel');
    invite.ring();
    const ringing = await stage.peer.nextResponse();
    prack(ringing, { rseq: Number(ringing.headers.get('rseq')) + 5 });
    expect(await heard()).toEqual(['481 PRACK']);
  });

  test('without a PRACK the call fails', async () => {
    const invite = await called('Require: 100rel');
    let gone = false;
    invite.onCancelled(() => {
      gone = true;
    });
    invite.ring();
    expect(await stage.after(32_000)).toContain('504 INVITE');
    expect(gone).toBe(true);
  });

  test('a caller that only supports it gets audio reliably, and ringing as ever', async () => {
    const invite = await called('Supported: 100rel');
    invite.ring(180);
    const ringing = await stage.peer.nextResponse();
    invite.ring(183, { body: 'early' });
    const progress = await stage.peer.nextResponse();
    expect([ringing, progress].map(({ headers }) => headers.has('rseq'))).toEqual([false, true]);
    prack(progress);
    await heard();
  });

  test('a 200 waits until early audio was acknowledged', async () => {
    const invite = await called('Supported: 100rel');
    invite.ring(183, { body: 'early' });
    const progress = await stage.peer.nextResponse();
    const session = invite.answer({ body: 'early' });
    expect(await heard()).toEqual([]);
    prack(progress);
    expect((await heard()).sort()).toEqual(['200 INVITE', '200 PRACK']);
    send('ACK', { branch: 'ack', toTag: session.dialog.localTag });
    expect(await stage.after(20_000)).toEqual([]);
  });

  test('a PRACK may come after the 200', async () => {
    const invite = await called('Require: 100rel');
    invite.ring();
    const ringing = await stage.peer.nextResponse();
    const session = invite.answer({ body: 'v=0' });
    expect(await heard()).toEqual(['200 INVITE']);
    prack(ringing);
    expect(await heard()).toEqual(['200 PRACK']);
    send('ACK', { branch: 'ack', toTag: session.dialog.localTag });
    await heard();
  });
});

describe('the peer’s', () => {
  const reply = (request: SipRequest, status: number, o: ResponseText = {}) =>
    stage.peer.send(
      responseText(request, status, { toTag: 'b', contact: `<sip:bob@127.0.0.1:${stage.peer.port}>`, ...o }),
      stage.point,
    );

  async function calls(): Promise<{ invite: SipRequest; seen: number[] }> {
    const seen: number[] = [];
    const uri = `sip:bob@127.0.0.1:${stage.peer.port}`;
    const outgoing = stage.endpoint.invite({ uri, from: { uri: 'sip:alice@x' }, body: 'offer' });
    outgoing.onProvisional(({ status }) => seen.push(status));
    return { invite: await stage.peer.nextRequest(), seen };
  }

  const reliable = (rseq: number): ResponseText => ({ headers: ['Require: 100rel', `RSeq: ${rseq}`] });

  test('is acknowledged, once for each number', async () => {
    const { invite, seen } = await calls();
    reply(invite, 180, reliable(77));
    const prack = await stage.peer.nextRequest();
    expect([prack.method, prack.headers.get('rack'), prack.uri]).toEqual([
      'PRACK',
      `77 ${invite.head.cseq.number} INVITE`,
      `sip:bob@127.0.0.1:${stage.peer.port}`,
    ]);
    reply(prack, 200);
    reply(invite, 180, reliable(77));
    expect(await heard()).toEqual([]);
    reply(invite, 183, reliable(78));
    const next = await stage.peer.nextRequest();
    expect(next.headers.get('rack')).toBe(`78 ${invite.head.cseq.number} INVITE`);
    reply(next, 200);
    await heard();
    expect(seen).toEqual([180, 183]);
  });

  test('one that came too early is left until the one before it is there', async () => {
    const { invite, seen } = await calls();
    reply(invite, 180, reliable(5));
    reply(await stage.peer.nextRequest(), 200);
    reply(invite, 183, reliable(7));
    expect(await heard()).toEqual([]);
    expect(seen).toEqual([180]);
  });

  test('we say that we support it, and 420 to what we do not know, also inside a call', async () => {
    const { invite } = await calls();
    expect(invite.headers.get('supported')).toContain('100rel');
    send('INVITE', { headers: ['Require: 100rel, fancy'], callId: 'other', branch: 'other' });
    const refusal = await stage.peer.nextResponse();
    expect([refusal.status, refusal.headers.get('unsupported')]).toEqual([420, 'fancy']);
    send('ACK', { callId: 'other', branch: 'other', toTag: refusal.head.to.params.get('tag') ?? '' });
    await heard();
  });
});
