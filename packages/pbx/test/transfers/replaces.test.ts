import { formatReplaces, type InviteSession } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered, type Device, failed } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// INVITE with Replaces (RFC 3891): another phone takes the place of one that rings or talks.
let office: Office;
let one: Device;
let other: Device;

beforeEach(async () => {
  office = await Office.open();
  one = await office.addDevice('2880');
  other = await office.addDevice('2881');
});

afterEach(async () => {
  await office.close();
});

interface Named {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
}

/** A phone's dialog as the PBX knows it. */
function nameOf({ dialog }: { dialog: InviteSession['dialog'] }): Named {
  return { callId: dialog.callId, toTag: dialog.remoteTag, fromTag: dialog.localTag };
}

const replacing = (device: Device, named: Named, flag = '') =>
  device.dial('2880', { headers: { Require: 'replaces', Replaces: `${formatReplaces(named)}${flag}` } });

/** Outside talks with 2880's phone. */
async function talks() {
  const caller = await office.callIn('2880');
  const session = await one.answers();
  await caller.until('connected', 5_000);
  return { caller, session };
}

test('a ringing call is picked up by another extension, as if it had been redirected and lifted', async () => {
  const caller = await office.callIn('2880');
  const invite = await one.rings();
  invite.ring();
  await office.settled();
  const session = await answered(replacing(other, nameOf(invite)));
  await caller.until('connected', 5_000);
  await eventually(() => invite.state === 'ended', 'the other phone is quiet');
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2881')).toEqual(['ringing/redirected', 'connected/redirected']);
  expect(office.pbx.calls('2881')).toMatchObject([{ from: { number: '+16135550100' }, direction: 'inbound' }]);
  session.bye();
  await office.quiet();
  expect(caller.ended).toBe(true);
});

test('a call goes over to another phone of its extension and stays the same call', async () => {
  const { caller, session } = await talks();
  const before = office.pbx.calls('2880');
  const mobile = await office.addDevice('2880');
  const over = new Promise((resolve) => session.onEnded(resolve));
  await answered(replacing(mobile, nameOf(session)));
  expect(await over).toBe('bye');
  const [call, ...more] = office.pbx.calls('2880');
  expect([call?.callId, call?.state, more]).toEqual([before[0]?.callId, 'connected', []]);
  expect(call?.deviceId).toContain(String(mobile.port));
  expect([caller.state, office.pbx.stats().legs]).toEqual(['connected', 2]);
});

test('a held call that goes over is talked on again', async () => {
  const { session } = await talks();
  await session.reinvite(one.sdp().offer({ direction: 'sendonly' }));
  await office.call('2880', 'held');
  await answered(replacing(await office.addDevice('2880'), nameOf(session)));
  await office.call('2880', 'connected');
});

test('a call that is talked on is nobody else’s', async () => {
  const { session } = await talks();
  expect(await failed(replacing(other, nameOf(session)))).toBe(403);
  expect(office.pbx.calls('2880')).toMatchObject([{ state: 'connected' }]);
});

test('a call that has been answered is busy for who wants it only while it rings', async () => {
  const { session } = await talks();
  const mobile = await office.addDevice('2880');
  expect(await failed(replacing(mobile, nameOf(session), ';early-only'))).toBe(486);
});

test('an unknown dialog is 481', async () => {
  const { session } = await talks();
  expect(await failed(replacing(one, { ...nameOf(session), toTag: 'other' }))).toBe(481);
  expect(await failed(replacing(one, { ...nameOf(session), callId: 'other' }))).toBe(481);
});

test('so is one that the PBX has not placed itself and not answered yet (section 3)', async () => {
  const invite = one.dial('2881');
  const early = new Promise<{ dialog: InviteSession['dialog'] }>((resolve) => {
    invite.onProvisional((_, dialog) => dialog !== undefined && resolve(dialog));
  });
  (await other.rings()).ring();
  expect(await failed(replacing(await office.addDevice('2880'), nameOf(await early)))).toBe(481);
});

test('what names no dialog is 400', async () => {
  expect(await failed(one.dial('2881', { headers: { Replaces: 'nonsense' } }))).toBe(400);
});
