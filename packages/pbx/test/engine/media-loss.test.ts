import type { Phone } from '@cordboard/phone';
import { silentLog } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let one: Phone;
let other: Phone;
let logged: string[];

beforeEach(async () => {
  logged = [];
  office = await Office.open({ log: { ...silentLog, error: (_, text) => logged.push(text) } });
  one = await office.addPhone('2880', { tone: 600 });
  other = await office.addPhone('2881', { tone: 900 });
});

afterEach(async () => {
  await office.close();
});

const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');
const ends = () => office.changes.filter(({ final }) => final).map(({ endpointId, cause }) => `${endpointId} ${cause}`);

/** Outside talks with 2880. */
async function talks() {
  const caller = await office.callIn('2880');
  (await ringing(one)).answer();
  await caller.untilHears(600, 5_000);
  return caller;
}

async function fail(): Promise<void> {
  await office.mediaWorker.terminate();
  await office.quiet();
}

test('every call ends with its cause, whoever talks, rings, waits or is held', async () => {
  const caller = await talks();
  await office.pbx.act('2880', (await office.call('2880', 'connected')).callId, {
    action: 'consult',
    destination: '2881',
  });
  await ringing(other);
  const waiting = await other.dial('2880');
  await ringing(one);
  await fail();
  expect(ends().sort()).toEqual([
    ...Array.from({ length: 3 }, () => '2880 resourcesNotAvailable'),
    ...Array.from({ length: 2 }, () => '2881 resourcesNotAvailable'),
  ]);
  await Promise.all([caller.until('ended', 5_000), waiting.until('ended', 5_000)]);
  expect([caller.endCause, waiting.status]).toEqual(['bye', 503]);
  await eventually(() => one.calls.length + other.calls.length === 0, 'no phone is left in a call');
  expect(logged).toEqual(['The media worker stopped: its calls are lost, another one starts']);
});

test('until another worker has started callers are told to come later; then calls work as before', async () => {
  await talks();
  await fail();
  const early = await office.callIn('2880');
  await early.until('ended', 5_000);
  expect(early.status).toBe(503);
  await eventually(async () => {
    const call = await office.callIn('2880');
    const rang = await eventually(() => one.calls[0] ?? call.ended, 'it rings or is refused');
    return rang !== true;
  }, 'a call gets through');
  (await ringing(one)).answer();
  const call = await eventually(() => office.outside.calls[0], 'the call at outside');
  await Promise.all([call.untilHears(600, 5_000), one.calls[0]?.untilHears(425, 5_000)]);
});
