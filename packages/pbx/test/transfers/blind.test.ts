import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// A phone sends its party on by REFER; programs see the same changes as when a program asks for it (blindTransfer).
let office: Office;
let transferor: Phone;
let target: Phone;
let caller: PhoneCall;

beforeEach(async () => {
  office = await Office.open({ timings: { transferRingTimeoutMs: 700 } });
  transferor = await office.addPhone('2880', { tone: 600 });
  target = await office.addPhone('2881', { tone: 900 });
});

afterEach(async () => {
  await office.close();
});

const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');

/** Outside talks with 2880; gives the call at 2880's phone. */
async function talks(): Promise<PhoneCall> {
  caller = await office.callIn('2880');
  const own = await ringing(transferor);
  own.answer();
  await caller.until('connected', 5_000);
  await office.settled();
  return own;
}

const stories = () => ['2880', '2881'].map((endpointId) => office.story(endpointId));

/** What programs see when a program asks for the transfer, and the target does this. */
async function asked(then: () => Promise<unknown>): Promise<string[][]> {
  await talks();
  const callId = office.pbx.calls('2880')[0]?.callId ?? '';
  await office.pbx.act('2880', callId, { action: 'blindTransfer', destination: '2881' });
  await then();
  const seen = stories();
  caller.hangup();
  await office.quiet();
  office.changes.length = 0;
  return seen;
}

test('the caller hears the new party ring, then the party; the phone is told and let go', async () => {
  const lift = async () => {
    (await ringing(target)).answer();
    await office.call('2881', 'connected');
  };
  const expected = await asked(lift);
  const own = await talks();
  const told = own.transfer('2881');
  const theirs = await ringing(target);
  expect(theirs.remote).toEqual({ number: '+16135550100', name: 'Outside Caller' });
  await Promise.all([caller.untilHears(440, 5_000), caller.untilHears(480, 5_000)]);
  expect([own.state, office.pbx.calls('2880')]).toEqual(['connected', []]);
  theirs.answer();
  expect(await told).toBe(200);
  await Promise.all([caller.untilHears(900, 5_000), theirs.untilHears(425, 5_000)]);
  await eventually(() => own.ended, 'the phone is let go');
  expect(stories()).toEqual(expected);
  expect(office.pbx.stats()).toMatchObject({ legs: 2, mediaSessions: 2, calls: 1 });
});

test('a party that is busy: the phone has its caller back, and programs see a call that came back and was lifted', async () => {
  const expected = await asked(async () => {
    (await ringing(target)).reject();
    (await ringing(transferor)).answer();
    await office.call('2880', 'connected');
  });
  const own = await talks();
  const told = own.transfer('2881');
  (await ringing(target)).reject();
  expect(await told).toBe(486);
  await Promise.all([caller.untilHears(600, 5_000), own.untilHears(425, 5_000)]);
  expect([stories(), transferor.calls]).toEqual([expected, [own]]);
});

test('a phone that had put its party on hold before holds it again after a failure', async () => {
  const own = await talks();
  await own.hold();
  const told = own.transfer('2881');
  (await ringing(target)).reject();
  expect(await told).toBe(486);
  await office.call('2880', 'held');
  await own.retrieve();
  await caller.untilHears(600, 5_000);
});

test('nobody lifts within the time: the phone has its caller back', async () => {
  const own = await talks();
  expect(await own.transfer('2881')).toBe(480);
  await caller.untilHears(600, 5_000);
  expect(office.story('2881')).toEqual(['ringing/transfer', 'idle/callNotAnswer']);
});

test('a phone that hangs up after its request rings when nobody answered', async () => {
  const own = await talks();
  void own.transfer('2881').catch(() => {});
  const theirs = await ringing(target);
  own.hangup();
  await eventually(() => office.pbx.stats().legs === 2, 'its line is gone');
  theirs.reject();
  (await ringing(transferor)).answer();
  await caller.untilHears(600, 5_000);
});

test.each([
  ['2899', 404],
  ['2882', 480],
])('to %s nothing changes, and the phone is told %i', async (destination, status) => {
  office.addExtension('2882');
  const own = await talks();
  const before = stories();
  expect(await own.transfer(destination)).toBe(status);
  await caller.untilHears(600, 5_000);
  expect(stories()).toEqual(before);
});

test('the caller gives up while the new party rings: all is over', async () => {
  const own = await talks();
  const told = own.transfer('2881');
  await ringing(target);
  caller.hangup();
  expect(await told).toBe(487);
  await office.quiet();
  expect(office.story('2881')).toEqual(['ringing/transfer', 'idle/callCancelled']);
});

test('a transferor whose PBX closes meanwhile is hung up', async () => {
  const own = await talks();
  void own.transfer('2881').catch(() => {});
  await ringing(target);
  await office.shutDown();
  await eventually(() => own.ended, 'it is hung up');
});
