import { readSdp } from '@cordboard/rtp';
import type { InviteSession, SipResponse } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered, type Device } from '../support/device.ts';
import { Office } from '../support/office.ts';
import { rawAnswer } from '../support/raw-phone.ts';

// Audio is anchored, so a call is moved without a re-INVITE of ours; phones may send theirs whenever they like.
let office: Office;

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  await office.close();
});

/** 2880 talks with 2881. */
async function talk(): Promise<{ one: InviteSession; other: InviteSession; device: Device }> {
  const [device, callee] = [await office.addDevice('2880'), await office.addDevice('2881')];
  const placed = answered(device.dial('2881'));
  const other = await callee.answers();
  return { one: await placed, other, device };
}

const direction = ({ body }: SipResponse) => readSdp(body.toString()).direction;
const states = () => ['2880', '2881'].map((endpointId) => office.pbx.calls(endpointId)[0]?.state);

test.each([
  ['sendonly', 'recvonly'],
  ['inactive', 'inactive'],
] as const)('a phone that goes %s holds, and is answered %s', async (offered, expected) => {
  const { one, device } = await talk();
  const held = await one.reinvite(device.sdp().offer({ direction: offered }));
  expect([held.status, direction(held), states()]).toEqual([200, expected, ['held', 'connected']]);
  const back = await one.reinvite(device.sdp().offer());
  expect([back.status, direction(back), states()]).toEqual([200, 'sendrecv', ['connected', 'connected']]);
  expect(office.story('2880').slice(-2)).toEqual(['held/newCall', 'connected/newCall']);
});

test('a re-INVITE that changes nothing is no change', async () => {
  const { one, device } = await talk();
  const before = office.changes.length;
  expect((await one.reinvite(device.sdp().offer())).status).toBe(200);
  await office.settled();
  expect(office.changes.length).toBe(before);
});

test('one that cannot be used is refused, and the call stays as it was', async () => {
  const { one } = await talk();
  expect((await one.reinvite('v=0')).status).toBe(488);
  expect(states()).toEqual(['connected', 'connected']);
});

test('both phones of a call may re-INVITE at the same moment: there is no glare, for each speaks with the PBX', async () => {
  const { one, other, device } = await talk();
  const offers = [
    one.reinvite(device.sdp().offer({ direction: 'sendonly' })),
    other.reinvite(device.sdp().offer({ direction: 'sendonly' })),
  ];
  expect((await Promise.all(offers)).map(({ status }) => status)).toEqual([200, 200]);
  expect(states()).toEqual(['held', 'held']);
});

test('a phone may hold and hang up at once', async () => {
  const { one, device } = await talk();
  void one.reinvite(device.sdp().offer({ direction: 'sendonly' }));
  one.bye();
  await office.quiet();
  expect(office.changes.filter(({ final }) => final).length).toBe(2);
});

test('a second re-INVITE before the ACK of the first is told to come later (RFC 3261 section 14.2)', async () => {
  const phone = await office.addRawPhone('2880');
  await phone.register();
  await office.callIn('2880');
  const invite = await phone.peer.nextRequest();
  phone.reply(invite, 200, rawAnswer(invite));
  expect((await phone.peer.nextRequest()).method).toBe('ACK');
  const offer = rawAnswer(invite).body ?? '';
  phone.sendInDialog('INVITE', invite, { cseq: 1, body: offer });
  expect((await phone.final('INVITE')).status).toBe(200);
  phone.sendInDialog('INVITE', invite, { cseq: 2, body: offer.replace('sendrecv', 'sendonly') });
  const second = await phone.final('INVITE');
  expect([second.status, second.headers.has('retry-after')]).toEqual([500, true]);
  expect(office.pbx.calls('2880')[0]?.state).toBe('connected');
});

test('a re-INVITE without an offer is answered with one', async () => {
  const phone = await office.addRawPhone('2880');
  await phone.register();
  await office.callIn('2880');
  const invite = await phone.peer.nextRequest();
  phone.reply(invite, 200, rawAnswer(invite));
  expect((await phone.peer.nextRequest()).method).toBe('ACK');
  phone.sendInDialog('INVITE', invite, { cseq: 1 });
  const answer = await phone.final('INVITE');
  expect([answer.status, direction(answer)]).toEqual([200, 'sendrecv']);
  phone.sendInDialog('ACK', invite, { cseq: 1, body: (rawAnswer(invite).body ?? '').replace('sendrecv', 'sendonly') });
  await office.call('2880', 'held');
});

test('other requests inside a call are answered as they should be', async () => {
  const { one } = await talk();
  const statuses = await Promise.all(
    ['OPTIONS', 'INFO', 'NOTIFY', 'UPDATE', 'REFER', 'FANCY'].map(async (method) => (await one.request(method)).status),
  );
  expect(statuses).toEqual([200, 200, 200, 200, 400, 501]);
  expect(states()).toEqual(['connected', 'connected']);
});
