import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Phone, PhoneOptions } from '../src/index.ts';
import { eventually, Lobby, nextCall, udpSockets, uriOf } from './support/lobby.ts';

let lobby: Lobby;
let alice: Phone;

beforeEach(async () => {
  lobby = new Lobby();
  alice = await lobby.phone({ username: 'alice', displayName: 'Alice Ångström', tone: 600 });
});

afterEach(async () => {
  await lobby.close();
});

const callBob = async (o: Partial<PhoneOptions> = {}) => {
  const bob = await lobby.phone({ username: 'bob', tone: 900, ...o });
  const rings = nextCall(bob);
  const out = await alice.dial(uriOf(bob, 'bob'));
  return { bob, out, in: await rings };
};

const connected = async (o: Partial<PhoneOptions> = {}) => {
  const call = await callBob(o);
  call.in.answer();
  await call.out.until('connected', 5_000);
  await Promise.all([call.out.untilHears(900, 5_000), call.in.untilHears(600, 5_000)]);
  return call;
};

test('a phone rings, answers, talks and hears, and hangs up', async () => {
  const call = await callBob();
  expect(call.out).toMatchObject({ direction: 'outbound', state: 'ringing', remote: { number: 'bob' } });
  expect(call.in).toMatchObject({ direction: 'inbound', state: 'ringing' });
  expect(call.in.remote).toEqual({ number: 'alice', name: 'Alice Ångström' });
  call.in.answer();
  await call.out.until('connected', 5_000);
  await Promise.all([call.out.untilHears(900, 5_000), call.in.untilHears(600, 5_000)]);
  // Only the tone of the other, once half a second of it is remembered.
  const heard = () => JSON.stringify([call.out.heard().tones, call.in.heard().tones]);
  await eventually(() => heard() === '[[900],[600]]', 'each hearing the tone of the other alone');
  call.out.hangup();
  await call.in.until('ended', 5_000);
  expect([call.out.endCause, call.in.endCause]).toEqual(['localBye', 'bye']);
  expect([alice.calls, call.bob.calls]).toEqual([[], []]);
});

test('a phone that rings says nothing yet', async () => {
  const call = await callBob();
  await alice.dial('sip:nobody@127.0.0.1:9');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect([call.in.heard().packetsSent, call.out.heard().packetsReceived]).toEqual([0, 0]);
});

test('both sides may hang up', async () => {
  const call = await connected();
  call.in.hangup();
  await call.out.until('ended', 5_000);
  expect([call.out.endCause, call.in.endCause]).toEqual(['bye', 'localBye']);
});

test('a call can be rejected, as busy or otherwise', async () => {
  const busy = await callBob();
  busy.in.reject();
  await busy.out.until('ended', 5_000);
  expect([busy.out.endCause, busy.out.status, busy.in.endCause]).toEqual(['failed', 486, 'rejected']);
  const declined = await callBob();
  declined.in.reject(603);
  await declined.out.until('ended', 5_000);
  expect(declined.out.status).toBe(603);
});

test('a caller can give up', async () => {
  const call = await callBob();
  call.out.hangup();
  await call.in.until('ended', 5_000);
  expect(call.in.endCause).toBe('cancelled');
  call.in.answer();
  expect(call.in.state).toBe('ended');
});

test('who holds is not heard to be held, and takes the call back', async () => {
  const call = await connected();
  await call.out.hold();
  expect([call.out.state, call.in.state]).toEqual(['held', 'connected']);
  // Bob was asked not to send: what Alice has heard fades away.
  await eventually(() => call.out.heard().tones.length === 0, 'silence');
  await call.out.retrieve();
  expect(call.out.state).toBe('connected');
  await Promise.all([call.out.untilHears(900, 5_000), call.in.untilHears(600, 5_000)]);
});

test('when both hold, each takes back its own side only', async () => {
  const call = await connected();
  await call.out.hold();
  await call.in.hold();
  expect([call.out.state, call.in.state]).toEqual(['held', 'held']);
  await call.out.retrieve();
  expect([call.out.state, call.in.state]).toEqual(['connected', 'held']);
  await eventually(() => call.in.heard().tones.length === 0, 'Bob, who holds, hears nothing');
  await call.in.retrieve();
  await Promise.all([call.out.untilHears(900, 5_000), call.in.untilHears(600, 5_000)]);
});

test('a tone changes while it is said, and silence is sent as silence', async () => {
  const call = await connected();
  call.in.playTone(1_200);
  await call.out.untilHears(1_200, 5_000);
  call.in.playTone();
  await eventually(() => call.out.heard().tones.length === 0, 'silence');
  const { packetsReceived } = call.out.heard();
  await eventually(() => call.out.heard().packetsReceived > packetsReceived, 'packets');
});

test('a phone that answers by itself, and calls over TCP', async () => {
  const server = { host: '127.0.0.1', port: 9, transport: 'tcp' as const };
  const bob = await lobby.phone({ username: 'bob', server, tone: 900, autoAnswer: true });
  const carol = await lobby.phone({ username: 'carol', server: { ...server, port: bob.address.port }, tone: 600 });
  const call = await carol.dial('bob');
  await call.until('connected', 5_000);
  await call.untilHears(900, 5_000);
});

test('two calls at a time are two calls', async () => {
  const bob = await lobby.phone({ username: 'bob', tone: 900, autoAnswer: true });
  const [one, other] = [await alice.dial(uriOf(bob)), await alice.dial(uriOf(bob))];
  await Promise.all([one.untilHears(900, 5_000), other.untilHears(900, 5_000)]);
  one.hangup();
  expect(alice.calls).toEqual([other]);
  await eventually(() => bob.calls.length === 1, 'one call is left');
  expect(other.state).toBe('connected');
});

test('waiting for what cannot come any more fails at once, in words', async () => {
  const call = await callBob();
  call.in.reject();
  await expect(call.out.until('connected', 60_000)).rejects.toThrow('The call ended (failed)');
  await expect(call.out.untilHears(900, 60_000)).rejects.toThrow('900 Hz is not heard');
  await expect(call.out.hold()).rejects.toThrow('not connected');
});

test('waiting for what does not come fails after the time limit', async () => {
  const call = await callBob();
  await expect(call.out.until('connected', 30)).rejects.toThrow('After 30 ms the call is ringing, not connected');
  await expect(call.out.untilHears(900, 30)).rejects.toThrow('heard: nothing');
});

test('a number that is none leaves nothing behind', async () => {
  await expect(alice.dial('sip:')).rejects.toThrow();
  expect(alice.calls).toEqual([]);
  await eventually(() => udpSockets() === 1, 'only its SIP socket is left');
});

test('closing a phone ends its calls, and leaves nothing behind', async () => {
  const call = await connected();
  await call.bob.close();
  await call.bob.close();
  await call.out.until('ended', 5_000);
  expect([call.out.endCause, call.in.state]).toEqual(['bye', 'ended']);
  await eventually(() => udpSockets() === 1, "only Alice's SIP socket is left");
});
