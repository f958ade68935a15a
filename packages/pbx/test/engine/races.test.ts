import type { SipRequest } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { type RawPhone, rawAnswer } from '../support/raw-phone.ts';

// Messages that cross on their way: whatever the order, no leg, no audio and no second end is left.
let office: Office;

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  await office.close();
});

async function registered(endpointId: string): Promise<RawPhone> {
  const phone = await office.addRawPhone(endpointId);
  await phone.register();
  return phone;
}

/** A phone that rings: its INVITE, answered with 180. */
async function rings(phone: RawPhone): Promise<SipRequest> {
  const invite = await phone.peer.nextRequest();
  phone.reply(invite, 180);
  return invite;
}

/** The methods that came until the BYE, which is answered. */
async function untilBye(phone: RawPhone): Promise<string[]> {
  const methods: string[] = [];
  for (;;) {
    const request = await phone.peer.nextRequest();
    methods.push(request.method);
    if (request.method === 'CANCEL' || request.method === 'BYE') phone.reply(request, 200);
    if (request.method === 'BYE') return methods;
  }
}

const finals = () => office.changes.filter(({ final }) => final).length;

test('a phone that answers while the caller gives up is acknowledged and hung up', async () => {
  const phone = await registered('2880');
  const caller = await office.callIn('2880');
  const invite = await rings(phone);
  await eventually(() => office.pbx.calls('2880').length === 1, 'it rings');
  caller.hangup();
  const cancel = await phone.peer.nextRequest();
  phone.reply(invite, 200, rawAnswer(invite));
  phone.reply(cancel, 200);
  expect([cancel.method, await untilBye(phone)]).toEqual(['CANCEL', ['ACK', 'BYE']]);
  await office.quiet();
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/callCancelled']);
});

test('of two phones that answer at the same moment one has the call, the other is hung up', async () => {
  const [one, other] = [await registered('2880'), await registered('2880')];
  const caller = await office.callIn('2880');
  const invites = [await rings(one), await rings(other)] as const;
  one.reply(invites[0], 200, rawAnswer(invites[0]));
  other.reply(invites[1], 200, rawAnswer(invites[1]));
  await caller.until('connected', 5_000);
  const first = one.contact.includes(String(office.pbx.calls('2880')[0]?.deviceId)) ? one : other;
  expect(await untilBye(first === one ? other : one)).toEqual(expect.arrayContaining(['ACK', 'BYE']));
  expect((await first.peer.nextRequest()).method).toBe('ACK');
  expect(office.pbx.stats()).toMatchObject({ calls: 1, legs: 2, mediaSessions: 2 });
  caller.hangup();
  expect(await untilBye(first)).toEqual(['BYE']);
  await office.quiet();
  expect(office.story('2880')).toEqual(['ringing/newCall', 'connected/newCall', 'idle/newCall']);
});

test('a phone that answers while its call is redirected is hung up, and the other one rings on', async () => {
  const [one, other] = [await registered('2880'), await registered('2881')];
  const caller = await office.callIn('2880');
  const invite = await rings(one);
  const { callId } = await office.call('2880', 'ringing');
  await office.pbx.act('2880', callId, { action: 'redirect', destination: '2881' });
  one.reply(invite, 200, rawAnswer(invite));
  expect(await untilBye(one)).toEqual(expect.arrayContaining(['ACK', 'BYE']));
  const second = await rings(other);
  other.reply(second, 200, rawAnswer(second));
  await caller.until('connected', 5_000);
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
});

test('a phone and a program that end a call at the same moment end it once', async () => {
  const phone = await registered('2880');
  const caller = await office.callIn('2880');
  const invite = await rings(phone);
  phone.reply(invite, 200, rawAnswer(invite));
  expect((await phone.peer.nextRequest()).method).toBe('ACK');
  const { callId } = await office.call('2880', 'connected');
  phone.sendInDialog('BYE', invite);
  await office.pbx.act('2880', callId, { action: 'end' }).catch((error) => expect(error.code).toBe('unknownCall'));
  await caller.until('ended', 5_000);
  await office.quiet();
  expect(finals()).toBe(1);
});

test('a caller’s CANCEL that crosses our 200 ends nothing; its BYE does', async () => {
  const callee = await office.addDevice('2881');
  const caller = await office.addRawPhone('2880');
  const branch = 'crossing';
  const challenge = await caller.asks('INVITE', { to: '2881', branch: 'refused' });
  const headers = [`Contact: ${caller.contact}`, caller.authorization('INVITE', challenge, { to: '2881' })];
  caller.send('ACK', { to: '2881', branch: 'refused' });
  caller.send('INVITE', { to: '2881', cseq: 2, branch, headers, body: callee.sdp().offer() });
  const far = await callee.answers();
  const ended = new Promise((resolve) => far.onEnded(resolve));
  const answer = await caller.final('INVITE');
  expect(answer.status).toBe(200);
  caller.send('CANCEL', { to: '2881', cseq: 2, branch });
  await caller.final('CANCEL');
  await office.settled();
  expect(office.pbx.stats()).toMatchObject({ calls: 2, legs: 2 });
  const toTag = answer.head.to.params.get('tag') ?? '';
  caller.send('ACK', { to: '2881', cseq: 2, toTag });
  expect((await caller.asks('BYE', { to: '2881', cseq: 3, toTag })).status).toBe(200);
  expect(await ended).toBe('bye');
  await office.quiet();
  expect(finals()).toBe(2);
});
