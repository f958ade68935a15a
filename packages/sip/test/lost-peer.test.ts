import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InviteSession, SipRequest } from '../src/index.ts';
import { openStage, type Stage } from './support/stage.ts';
import { responseText } from './support/texts.ts';

// RFC 3261 section 12.2.1.2: a 481, a 408 and silence upon a request inside the dialog end it.
let stage: Stage;
let session: InviteSession;
let ends: string[];

beforeEach(async () => {
  stage = await openStage();
  const outgoing = stage.endpoint.invite({ uri: `sip:bob@127.0.0.1:${stage.peer.port}`, from: { uri: 'sip:alice@x' } });
  const answered = new Promise<InviteSession>((resolve) => outgoing.onAnswered(resolve));
  reply(await stage.peer.nextRequest(), 200);
  session = await answered;
  expect((await stage.peer.nextRequest()).method).toBe('ACK');
  ends = [];
  session.onEnded((cause) => ends.push(cause));
});

afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

const reply = (request: SipRequest, status: number) =>
  stage.peer.send(
    responseText(request, status, { toTag: 'b', contact: `<sip:bob@127.0.0.1:${stage.peer.port}>` }),
    stage.point,
  );

/** Sends a request that is answered with this status, and gives what the peer heard after it. */
async function answered(method: string, status: number): Promise<string[]> {
  const done = method === 'INVITE' ? session.reinvite('offer') : session.request(method);
  reply(await stage.peer.nextRequest(), status);
  expect((await done).status).toBe(status);
  return await stage.peer.heard(stage.point);
}

test.each([
  ['INFO', 481],
  ['INFO', 408],
  ['UPDATE', 481],
  ['OPTIONS', 481],
])('%s answered with %i ends the call with BYE', async (method, status) => {
  expect(await answered(method, status)).toEqual(['BYE']);
  expect([ends, session.state, stage.endpoint.dialogs]).toEqual([['peerLost'], 'ended', 0]);
});

test.each([481, 408])('a re-INVITE answered with %i ends the call with BYE', async (status) => {
  expect(await answered('INVITE', status)).toEqual(['ACK', 'BYE']);
  expect([ends, session.state]).toEqual([['peerLost'], 'ended']);
});

test.each([
  ['INFO', 500],
  ['INFO', 405],
  // The phone ignores OPTIONS, or a proxy says so for it.
  ['OPTIONS', 408],
  // No such subscription is not no such call (RFC 5057 section 5.1).
  ['NOTIFY', 481],
  ['REFER', 481],
])('%s answered with %i ends nothing', async (method, status) => {
  expect(await answered(method, status)).toEqual([]);
  expect([ends, session.state]).toEqual([[], 'confirmed']);
});

test('silence upon a re-INVITE ends the call', async () => {
  const done = session.reinvite('offer');
  expect((await stage.peer.nextRequest()).method).toBe('INVITE');
  stage.clock.advance(32_000);
  expect((await done).status).toBe(408);
  expect(await stage.peer.heard(stage.point)).toContain('BYE');
  expect(ends).toEqual(['peerLost']);
});

test('silence upon INFO ends the call, upon OPTIONS it does not', async () => {
  const options = session.request('OPTIONS');
  stage.clock.advance(32_000);
  expect((await options).status).toBe(408);
  expect(ends).toEqual([]);
  const info = session.request('INFO');
  stage.clock.advance(32_000);
  expect((await info).status).toBe(408);
  expect(ends).toEqual(['peerLost']);
});

test('a call that ended meanwhile ends once', async () => {
  const done = session.request('INFO');
  const request = await stage.peer.nextRequest();
  session.bye();
  expect((await stage.peer.nextRequest()).method).toBe('BYE');
  reply(request, 481);
  await done;
  expect(ends).toEqual(['localBye']);
  expect(await stage.peer.heard(stage.point)).toEqual([]);
});
