import type { Phone } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// Codes that take a ringing call, or call back.
let office: Office;
let phones: Phone[];

beforeEach(async () => {
  office = await Office.open();
  phones = [];
  for (const [index, extension] of ['2880', '2881', '2882'].entries()) {
    phones.push(await office.addPhone(extension, { tone: 600 + 200 * index }));
  }
  office.addExtension('2900');
  office.pbx.features.setGroup({ number: '2900', strategy: 'all', members: ['2880', '2881'], ringMs: 20_000 });
});
afterEach(() => office.close());

const dial = (index: number, number: string) => (phones[index] as Phone).dial(number);
const rings = (index: number) => eventually(() => phones[index]?.calls[0], 'it rings');
const lastCallerIs = (number: string | undefined) =>
  office.pbx.features.keepBy({
    setDnd: async () => {},
    setForwarding: async () => {},
    lastCaller: async () => number,
  });

test('** and an extension takes the call that rings there', async () => {
  const caller = await office.callIn('2881');
  await rings(1);
  await dial(2, '**2881');
  await caller.untilHears(1_000, 5_000);
  expect(office.story('2881')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2882')).toEqual(['ringing/redirected', 'connected/redirected']);
});

test('*8 takes the call that rings at a colleague of the group', async () => {
  const caller = await office.callIn('2881');
  await rings(1);
  await dial(0, '*8');
  await caller.untilHears(600, 5_000);
  expect(office.story('2881')).toEqual(['ringing/newCall', 'idle/redirected']);
});

test.each([
  ['of somebody who is no colleague', 2, '*8'],
  ['when nothing rings there', 2, '**2880'],
  ['without an extension', 2, '**'],
])('a call %s is not taken: a falling melody', async (_, index, number) => {
  await office.callIn('2881');
  await rings(1);
  await (await dial(index, number)).untilHears(330, 5_000);
  expect(office.story('2881')).toEqual(['ringing/newCall']);
});

test('*69 calls whoever called last, and the call shows them', async () => {
  lastCallerIs('2881');
  const call = await dial(0, '*69');
  (await rings(1)).answer();
  await call.untilHears(800, 5_000);
  expect(office.pbx.calls('2880')).toMatchObject([{ to: { number: '2881' }, calledDevice: '2881' }]);
});

test('*69 finds the way outside', async () => {
  lastCallerIs('+16135550100');
  office.outside.onIncoming((call) => call.answer());
  await (await dial(0, '*69')).untilHears(425, 5_000);
});

test.each([
  undefined,
  'anonymous',
  // A stranger chose these to be shown as their number.
  '*722881',
  '**2881',
  'sip:2881@example.com',
])('*69 after a call of %s dials nothing: a falling melody', async (number) => {
  lastCallerIs(number);
  await (await dial(0, '*69')).untilHears(330, 5_000);
  expect(phones[1]?.calls).toEqual([]);
});
