import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office, type OfficeOptions } from '../support/office.ts';
import { freeRange } from '../support/ports.ts';

let office: Office;
let first: Phone;
let second: Phone;

async function open(o: OfficeOptions = {}): Promise<void> {
  office = await Office.open(o);
  first = await office.addPhone('2880', { tone: 600 });
  second = await office.addPhone('2881', { tone: 900 });
}

beforeEach(() => open());

afterEach(async () => {
  await office.close();
});

const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');

/** Outside rings 2880. */
async function callIn(): Promise<{ caller: PhoneCall; callId: string }> {
  const caller = await office.callIn('2880');
  await ringing(first);
  return { caller, callId: (await office.call('2880', 'ringing')).callId };
}

const redirect = (callId: string, destination: string, endpointId = '2880') =>
  office.pbx.act(endpointId, callId, { action: 'redirect', destination });

test('the first phone stops ringing, the second rings with the caller’s name, and is answered', async () => {
  const { caller, callId } = await callIn();
  expect(await redirect(callId, '2881')).toMatchObject({ state: 'idle', cause: 'redirected', final: true });
  await eventually(() => first.calls.length === 0, 'the first stops');
  const theirs = await ringing(second);
  expect([theirs.remote.name, caller.state]).toEqual(['Outside Caller', 'ringing']);
  theirs.answer();
  await Promise.all([caller.untilHears(900, 5_000), theirs.untilHears(425, 5_000)]);
});

test('the caller is told that the call is forwarded (181)', async () => {
  const device = await office.addDevice('2882');
  const statuses: number[] = [];
  device.dial('2880').onProvisional(({ status }) => statuses.push(status));
  await ringing(first);
  await eventually(() => statuses.includes(180), 'it rings');
  await redirect((await office.call('2880', 'ringing')).callId, '2881');
  await ringing(second);
  await office.settled();
  expect(statuses).toEqual([180, 181, 180]);
});

test('a call can be redirected again and again, and back', async () => {
  const { caller, callId } = await callIn();
  await redirect(callId, '2881');
  await ringing(second);
  await redirect((await office.call('2881', 'ringing')).callId, '2880', '2881');
  await eventually(() => second.calls.length === 0, 'the second stops');
  (await ringing(first)).answer();
  await caller.untilHears(600, 5_000);
  expect(office.story('2880')).toEqual([
    'ringing/newCall',
    'idle/redirected',
    'ringing/redirected',
    'connected/redirected',
  ]);
});

test('it goes out by the trunk too', async () => {
  const caller = await second.dial('2880');
  await ringing(first);
  await redirect((await office.call('2880', 'ringing')).callId, '+16135550100');
  (await ringing(office.outside)).answer();
  await caller.untilHears(425, 5_000);
  expect(office.pbx.calls('2881')).toMatchObject([{ to: { number: '+16135550100' }, state: 'connected' }]);
});

test.each([
  ['nobody', '2899', 'unknownDestination'],
  ['an extension without a phone', '2882', 'endpointUnreachable'],
  ['a name', 'sip:bob@example.com', 'unknownDestination'],
  ['nothing', '', 'unknownDestination'],
])('to %s it is refused, the phone rings on and can be answered', async (_, destination, code) => {
  office.addExtension('2882');
  const { caller, callId } = await callIn();
  await expect(redirect(callId, destination)).rejects.toMatchObject({ code });
  const ours = await ringing(first);
  expect([office.story('2880'), caller.state]).toEqual([['ringing/newCall'], 'ringing']);
  ours.answer();
  await Promise.all([caller.untilHears(600, 5_000), ours.untilHears(425, 5_000)]);
});

test.each([
  ['line', async () => ({ limits: { lines: 2 } }), 'overloaded'],
  ['audio port', async () => ({ rtpPorts: await freeRange(2) }), 'noMediaPorts'],
])('without a free %s it is refused, and the phone rings on', async (_, options, code) => {
  await office.close();
  await open(await options());
  const { callId } = await callIn();
  await expect(redirect(callId, '2881')).rejects.toMatchObject({ code });
  expect((await ringing(first)).state).toBe('ringing');
  expect(second.calls).toEqual([]);
});

test('the ringing time begins anew with each phone', async () => {
  await office.close();
  await open({ timings: { ringTimeoutMs: 600 } });
  const { caller, callId } = await callIn();
  await redirect(callId, '2881');
  await caller.until('ended', 5_000);
  await office.quiet();
  expect(office.story('2881')).toEqual(['ringing/redirected', 'idle/callNotAnswer']);
});
