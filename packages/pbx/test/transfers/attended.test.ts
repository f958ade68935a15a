import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// A phone with two calls joins their far parties by REFER with Replaces; programs see what supervisedTransfer shows.
let office: Office;
let transferor: Phone;
let target: Phone;
let caller: PhoneCall;
let first: PhoneCall;

beforeEach(async () => {
  office = await Office.open({ timings: { transferRingTimeoutMs: 700 } });
  transferor = await office.addPhone('2880', { tone: 600 });
  target = await office.addPhone('2881', { tone: 900 });
  caller = await office.callIn('2880');
  first = await ringing(transferor);
  first.answer();
  await caller.until('connected', 5_000);
  await office.settled();
});

afterEach(async () => {
  await office.close();
});

const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');
const stories = () => ['2880', '2881'].map((endpointId) => office.story(endpointId).sort());

/** 2880 puts outside on hold and dials 2881, which rings. */
async function consults(): Promise<{ second: PhoneCall; theirs: PhoneCall }> {
  await first.hold();
  const second = await transferor.dial('2881');
  const theirs = await ringing(target);
  await office.settled();
  return { second, theirs };
}

/** The same by a program. */
async function asksFor(o: { lifted: boolean }): Promise<string[][]> {
  const held = office.pbx.calls('2880')[0]?.callId ?? '';
  await office.pbx.act('2880', held, { action: 'consult', destination: '2881' });
  const theirs = await ringing(target);
  if (o.lifted) {
    theirs.answer();
    await office.call('2881', 'connected');
  }
  await office.pbx.act('2880', held, {
    action: 'supervisedTransfer',
    otherCallId: office.pbx.calls('2880').find(({ callId }) => callId !== held)?.callId ?? '',
  });
  theirs.answer();
  await caller.untilHears(900, 5_000);
  const seen = stories();
  caller.hangup();
  await office.quiet();
  office.changes.length = 0;
  caller = await office.callIn('2880');
  first = await ringing(transferor);
  first.answer();
  await caller.until('connected', 5_000);
  await office.settled();
  return seen;
}

test('the far parties hear each other, and the phone is told and let go of both calls', async () => {
  const expected = await asksFor({ lifted: true });
  office.changes.splice(0, office.changes.length, ...office.changes.slice(-2));
  const { second, theirs } = await consults();
  theirs.answer();
  await second.until('connected', 5_000);
  expect(await first.transferTo(second)).toBe(200);
  await Promise.all([caller.untilHears(900, 5_000), theirs.untilHears(425, 5_000)]);
  await eventually(() => first.ended && second.ended, 'the phone is free');
  expect(stories()).toEqual(expected);
  expect(office.pbx.calls('2881')).toMatchObject([{ from: { number: '+16135550100' }, cause: 'transfer' }]);
  expect(office.pbx.stats()).toMatchObject({ legs: 2, mediaSessions: 2, calls: 1 });
});

test('also when the request names the first call in the second', async () => {
  const { second, theirs } = await consults();
  theirs.answer();
  await second.until('connected', 5_000);
  expect(await second.transferTo(first)).toBe(200);
  await Promise.all([caller.untilHears(900, 5_000), theirs.untilHears(425, 5_000)]);
  await eventually(() => first.ended && second.ended, 'the phone is free');
});

test('before the consulted party has lifted: the caller hears it ring, and it finds the caller', async () => {
  const expected = await asksFor({ lifted: false });
  const { second, theirs } = await consults();
  const told = first.transferTo(second);
  await eventually(() => second.ended, 'its own call to the party is over');
  expect(second.status).toBe(487);
  await caller.untilHears(440, 5_000);
  theirs.answer();
  expect(await told).toBe(200);
  await Promise.all([caller.untilHears(900, 5_000), theirs.untilHears(425, 5_000)]);
  expect(stories()).toEqual(expected);
});

test('before it has lifted, and it never does: the phone has its caller back', async () => {
  const { second, theirs } = await consults();
  const told = first.transferTo(second);
  await eventually(() => second.ended, 'its own call to the party is over');
  theirs.reject();
  expect(await told).toBe(486);
  await first.retrieve();
  await caller.untilHears(600, 5_000);
});

test('a call that is over by then: nothing changes, and the phone is told 481', async () => {
  const { second, theirs } = await consults();
  theirs.answer();
  await second.until('connected', 5_000);
  theirs.hangup();
  await eventually(() => second.ended, 'it is over');
  await office.settled();
  const before = stories();
  expect(await first.transferTo(second)).toBe(481);
  expect([stories(), office.pbx.calls('2880')]).toMatchObject([before, [{ state: 'held' }]]);
});

test('nobody joins the call of another phone', async () => {
  const other = await office.addPhone('2882');
  const theirs = await other.dial('2881');
  (await ringing(target)).answer();
  await theirs.until('connected', 5_000);
  expect(await first.transferTo(theirs)).toBe(603);
  await caller.untilHears(600, 5_000);
  expect(office.pbx.calls('2882')).toHaveLength(1);
});
