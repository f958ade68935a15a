import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IncomingInvite, InviteSession } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { parseRequest } from '../support/parse.ts';
import { type RequestText, requestText, responseText } from '../support/texts.ts';
import { WebSocketDoor } from '../support/web-socket-door.ts';

let door: WebSocketDoor;

beforeEach(async () => {
  door = await WebSocketDoor.open();
});
afterEach(() => door.close());

const text = (method: string, o: Partial<RequestText> = {}) =>
  requestText({ method, port: 5060, transport: 'WS', callId: 'call', ...o });

test('a caller whose connection is lost before the answer has hung up', async () => {
  const invited = new Promise<IncomingInvite>((resolve) => door.endpoint.onInvite(resolve));
  const caller = await door.connect();
  caller.send(text('INVITE'));
  const invite = await invited;
  invite.ring();
  const cancelled = new Promise<void>((resolve) => invite.onCancelled(() => resolve()));
  caller.webSocket.terminate();
  await cancelled;
  expect(invite.state).toBe('ended');
  expect(door.endpoint.dialogs).toBe(0);
});

test('a call goes on by the connection that the peer comes back with', async () => {
  const answered = new Promise<InviteSession>((resolve) => {
    door.endpoint.onInvite((invite) => resolve(invite.answer({ body: 'v=0' })));
  });
  const first = await door.connect();
  first.send(text('INVITE'));
  await first.lines(2);
  const session = await answered;
  const toTag = session.dialog.localTag;
  first.send(text('ACK', { toTag, branch: 'ack' }));
  first.webSocket.terminate();
  await eventually(() => door.endpoint.connections === 0);
  expect((await session.request('OPTIONS')).status).toBe(503);
  const second = await door.connect();
  second.send(text('OPTIONS', { toTag, cseq: 2, branch: 'back' }));
  expect(await second.lines(1)).toEqual(['SIP/2.0 200 OK']);
  const answer = session.request('INFO');
  await second.lines(2);
  second.send(responseText(parseRequest(second.heard[1]?.text ?? ''), 200));
  expect((await answer).status).toBe(200);
  expect(session.state).toBe('confirmed');
});

test('while a connection is there, a request by another one does not move the call', async () => {
  const answered = new Promise<InviteSession>((resolve) => {
    door.endpoint.onInvite((invite) => resolve(invite.answer({ body: 'v=0' })));
  });
  const first = await door.connect();
  first.send(text('INVITE'));
  await first.lines(2);
  const session = await answered;
  const { localTag: toTag, flow } = session.dialog;
  first.send(text('ACK', { toTag, branch: 'ack' }));
  const second = await door.connect();
  second.send(text('OPTIONS', { toTag, cseq: 2, branch: 'else' }));
  await second.lines(1);
  expect(session.dialog.flow).toBe(flow);
});
