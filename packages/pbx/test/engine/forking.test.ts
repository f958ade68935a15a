import type { PhoneCall } from '@cordboard/phone';
import type { IncomingInvite } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Device, sdpAnswer } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let devices: Device[];

beforeEach(async () => {
  office = await Office.open();
  devices = [];
  for (let count = 0; count < 3; count += 1) devices.push(await office.addDevice('2880'));
});

afterEach(async () => {
  await office.close();
});

/** Outside calls 2880: its three devices have their INVITE, and ring if they are to. */
async function ringing(): Promise<{ caller: PhoneCall; invites: [IncomingInvite, IncomingInvite, IncomingInvite] }> {
  const caller = await office.callIn('2880');
  const [one, two, three] = await Promise.all(devices.map((device) => device.rings()));
  const invites = [one, two, three] as [IncomingInvite, IncomingInvite, IncomingInvite];
  for (const invite of invites) invite.ring();
  return { caller, invites };
}

const states = (invites: readonly IncomingInvite[]) => invites.map(({ state }) => state);
const ends = async (call: PhoneCall) => {
  await call.until('ended', 5_000);
  return call.status;
};

test('every phone of an extension rings, as one call', async () => {
  const { invites } = await ringing();
  expect(new Set(invites.map(({ callId }) => callId)).size).toBe(3);
  expect(office.pbx.calls('2880')).toMatchObject([{ state: 'ringing', alertingDevice: '2880' }]);
  expect(office.pbx.stats()).toMatchObject({ calls: 1, legs: 2, mediaSessions: 2 });
});

test('the first that answers has the call, the others are cancelled', async () => {
  const { caller, invites } = await ringing();
  const [first, second, third] = invites;
  const session = second.answer({ body: sdpAnswer(second) });
  await caller.until('connected', 5_000);
  await eventually(() => first.state === 'ended' && third.state === 'ended', 'the others stop ringing');
  const contact = `sip:2880@127.0.0.1:${devices[1]?.port}`;
  expect(office.pbx.calls('2880')).toMatchObject([{ state: 'connected', deviceId: contact }]);
  session.bye();
  expect(await ends(caller)).toBe(undefined);
  await office.quiet();
});

test('one that is busy does not keep the others from ringing', async () => {
  const { caller, invites } = await ringing();
  invites[0].reject(486);
  await office.settled();
  expect([caller.state, states(invites)]).toEqual(['ringing', ['ended', 'waiting', 'waiting']]);
  invites[2].answer({ body: sdpAnswer(invites[2]) });
  await caller.until('connected', 5_000);
});

test.each([
  ['all are busy', [486, 486, 486], 486, 'busy'],
  ['a person who is busy counts before a device that is broken', [500, 486, 404], 486, 'busy'],
  ['a person who does not answer counts before one that cannot', [488, 480, 503], 480, 'callNotAnswer'],
  ['a device that is gone counts last', [408, 404, 503], 404, 'destNotObtainable'],
])('%s', async (_, statuses, told, cause) => {
  const { caller, invites } = await ringing();
  for (const [index, status] of statuses.entries()) invites[index]?.reject(status);
  expect(await ends(caller)).toBe(told);
  expect(office.story('2880')).toEqual(['ringing/newCall', `idle/${cause}`]);
  await office.quiet();
});

test.each([600, 603])('%i declines for all: the others stop ringing', async (status) => {
  const { caller, invites } = await ringing();
  invites[1].reject(status);
  await ends(caller);
  await eventually(() => states(invites).every((state) => state === 'ended'), 'nobody rings');
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/busy']);
});

test('when the caller gives up, all stop ringing', async () => {
  const { caller, invites } = await ringing();
  caller.hangup();
  await eventually(() => states(invites).every((state) => state === 'ended'), 'nobody rings');
  await office.quiet();
});

test('a phone that says nothing at all does not disturb the others', async () => {
  await devices[0]?.close();
  const caller = await office.callIn('2880');
  const answering = devices[1] as Device;
  await answering.answers();
  await caller.until('connected', 5_000);
  expect(office.story('2880')).toEqual(['ringing/newCall', 'connected/newCall']);
});

test('a description of audio that came with the ringing counts when the answer has none', async () => {
  const { caller, invites } = await ringing();
  invites[0].ring(183, { body: sdpAnswer(invites[0]) });
  invites[0].answer({ body: '' });
  await caller.until('connected', 5_000);
});

test('an answer without usable audio is hung up, and the caller is told', async () => {
  const { caller, invites } = await ringing();
  const session = invites[0].answer({ body: 'v=0' });
  const ended = new Promise((resolve) => session.onEnded(resolve));
  expect(await ends(caller)).toBe(488);
  expect(await ended).toBe('bye');
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/incompatibleDestination']);
  await office.quiet();
});
