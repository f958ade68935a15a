import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InviteSession } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { type RequestText, requestText, responseText } from '../support/texts.ts';

// RFC 3261 section 14: both sides re-INVITE at once, and both are refused. Each tries again after its pause.
let stage: Stage;
let session: InviteSession;

const send = (method: string, o: Partial<RequestText> = {}) =>
  stage.peer.send(requestText({ method, port: stage.peer.port, toTag: session?.dialog.localTag, ...o }), stage.point);

beforeEach(async () => {
  stage = await openStage();
  const sessions: InviteSession[] = [];
  stage.endpoint.onInvite((invite) => sessions.push(invite.answer({ body: 'sendrecv' })));
  const headers = ['Allow: INVITE, ACK, BYE'];
  stage.peer.send(requestText({ method: 'INVITE', port: stage.peer.port, headers }), stage.point);
  session = await eventually(() => sessions[0]);
  send('ACK', { branch: 'ack' });
  await stage.peer.heard(stage.point);
  session.onReinvite((offer) => ({ body: `answer to ${offer}` }));
});

afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

/** Ours and the peer's meet and are refused; then the peer's is taken, and ours comes again. Gives what ours offered. */
async function collides(): Promise<string[]> {
  const ours = await stage.peer.nextRequest();
  send('INVITE', { branch: 'glare', cseq: 2, body: 'hold' });
  expect((await stage.peer.nextResponse()).status).toBe(491);
  send('ACK', { branch: 'glare', cseq: 2 });
  stage.peer.send(responseText(ours, 491), stage.point);
  expect((await stage.peer.nextRequest()).method).toBe('ACK');
  send('INVITE', { branch: 'again', cseq: 3, body: 'hold' });
  expect((await stage.peer.nextResponse()).status).toBe(200);
  send('ACK', { branch: 'againack', cseq: 3 });
  await stage.peer.heard(stage.point);
  stage.clock.advance(2_000);
  const again = await stage.peer.nextRequest();
  expect(again.head.cseq.number).toBe(ours.head.cseq.number + 1);
  const contact = `<sip:alice@127.0.0.1:${stage.peer.port}>`;
  stage.peer.send(responseText(again, 200, { contact }), stage.point);
  expect((await stage.peer.nextRequest()).method).toBe('ACK');
  return [ours, again].map(({ body }) => body.toString());
}

test('what is told by a re-INVITE bears the description that was agreed in the pause', async () => {
  const told = session.tell({ 'P-Asserted-Identity': '<sip:carol@127.0.0.1>' });
  expect(await collides()).toEqual(['sendrecv', 'answer to hold']);
  expect((await told)?.status).toBe(200);
});

test('a new description is written anew', async () => {
  let version = 1;
  const done = session.reinvite(() => `offer ${version}`);
  session.onReinvite(() => ({ body: `answer ${++version}` }));
  expect(await collides()).toEqual(['offer 1', 'offer 2']);
  expect((await done).status).toBe(200);
});
