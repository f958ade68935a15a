import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EarlyDialog, IncomingInvite, SipRequest } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { type RequestText, requestText, responseText } from '../support/texts.ts';

// RFC 3311: UPDATE changes a session also before its INVITE is answered.
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

async function called(...headers: string[]): Promise<IncomingInvite> {
  const invites: IncomingInvite[] = [];
  stage.endpoint.onInvite((invite) => invites.push(invite));
  send('INVITE', { headers });
  return await eventually(() => invites[0]);
}

/** Sends an UPDATE into the dialog and gives its answer. */
async function updated(o: Partial<RequestText> & { toTag: string }) {
  send('UPDATE', { branch: `u${o.cseq ?? 2}`, cseq: 2, ...o });
  for (;;) {
    const response = await stage.peer.nextResponse();
    if (response.head.cseq.method === 'UPDATE') return response;
  }
}

test('without a description it moves the peer’s address, in an answered call and before', async () => {
  const invite = await called();
  const toTag = invite.dialog.localTag;
  const early = await updated({ toTag, contact: '<sip:alice@127.0.0.1:9>' });
  expect([early.status, early.headers.has('contact'), invite.dialog.remoteTarget]).toEqual([
    200,
    true,
    'sip:alice@127.0.0.1:9',
  ]);
  const session = invite.answer({ body: 'v=0' });
  send('ACK', { branch: 'ack', toTag });
  expect((await updated({ toTag, cseq: 3 })).status).toBe(200);
  expect(session.dialog.remoteTarget).toContain(String(stage.peer.port));
});

test('an offer is answered in an answered call as a re-INVITE would be, without an ACK', async () => {
  const invite = await called();
  const session = invite.answer({ body: 'v=0' });
  const toTag = session.dialog.localTag;
  send('ACK', { branch: 'ack', toTag });
  expect((await updated({ toTag, body: 'offer' })).status).toBe(488);
  session.onReinvite((offer) => ({ body: `answer to ${offer}` }));
  const answer = await updated({ toTag, cseq: 3, body: 'offer' });
  expect([answer.status, answer.body.toString(), answer.headers.get('content-type')]).toEqual([
    200,
    'answer to offer',
    'application/sdp',
  ]);
  expect(await stage.after(60_000)).not.toContain('200 UPDATE');
});

test('an offer before the caller’s own was answered is told to come later', async () => {
  const invite = await called();
  const response = await updated({ toTag: invite.dialog.localTag, body: 'offer' });
  expect([response.status, response.headers.has('retry-after')]).toEqual([500, true]);
});

test('an offer after early audio that was acknowledged is answered', async () => {
  const invite = await called('Supported: 100rel');
  invite.onOffer((offer) => ({ body: `answer to ${offer}` }));
  invite.ring(183, { body: 'early' });
  await stage.peer.nextResponse();
  const progress = await stage.peer.nextResponse();
  const toTag = invite.dialog.localTag;
  send('PRACK', { branch: 'p', cseq: 2, toTag, headers: [`RAck: ${progress.headers.get('rseq')} 1 INVITE`] });
  const answer = await updated({ toTag, cseq: 3, body: 'offer' });
  expect([answer.status, answer.body.toString()]).toEqual([200, 'answer to offer']);
});

test('while our re-INVITE waits, an offer is glare: 491', async () => {
  const invite = await called();
  const session = invite.answer({ body: 'v=0' });
  const toTag = session.dialog.localTag;
  send('ACK', { branch: 'ack', toTag });
  await stage.peer.heard(stage.point);
  void session.reinvite('v=0');
  const ours = await stage.peer.nextRequest();
  expect((await updated({ toTag, body: 'offer' })).status).toBe(491);
  stage.peer.send(responseText(ours, 200, { contact: `<sip:alice@127.0.0.1:${stage.peer.port}>` }), stage.point);
  expect((await stage.peer.nextRequest()).method).toBe('ACK');
});

test('a phone that rings may update its address, and offer anew once it has answered reliably', async () => {
  const uri = `sip:bob@127.0.0.1:${stage.peer.port}`;
  const outgoing = stage.endpoint.invite({ uri, from: { uri: 'sip:alice@x' }, body: 'offer' });
  const dialogs: EarlyDialog[] = [];
  outgoing.onProvisional((_, early) => early !== undefined && dialogs.push(early));
  const invite = await stage.peer.nextRequest();
  const reply = (request: SipRequest, status: number, headers: string[] = [], body = '') =>
    stage.peer.send(responseText(request, status, { toTag: 'b', contact: `<${uri}>`, headers, body }), stage.point);
  const inDialog = (cseq: number, body = '') => {
    const tags = { fromTag: 'b', toTag: invite.head.from.params.get('tag') ?? '', callId: invite.head.callId };
    return updated({ ...tags, cseq, body });
  };
  reply(invite, 180);
  await eventually(() => dialogs[0]);
  expect((await inDialog(1)).status).toBe(200);
  expect((await inDialog(2, 'theirs')).status).toBe(491);
  reply(invite, 183, ['Require: 100rel', 'RSeq: 1'], 'early');
  reply(await stage.peer.nextRequest(), 200);
  expect((await inDialog(3, 'theirs')).status).toBe(488);
  dialogs[0]?.onOffer((offer) => ({ body: `answer to ${offer}` }));
  const answer = await inDialog(4, 'theirs');
  expect([answer.status, answer.body.toString()]).toEqual([200, 'answer to theirs']);
});
