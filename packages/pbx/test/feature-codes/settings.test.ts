import type { PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// What a telephone is set to, changed by codes that it dials.
let office: Office;

beforeEach(async () => {
  office = await Office.open();
});
afterEach(() => office.close());

/** Dials, hears what is said until the PBX hangs up, and tells whether it was the falling melody of a refusal. */
async function dials(number: string): Promise<'said' | 'refused'> {
  const phone = await office.addPhone('2880');
  const call = await phone.dial(number);
  const refused = await call.untilHears(330, 8_000).then(
    () => true,
    () => false,
  );
  await ended(call);
  await phone.close();
  return refused ? 'refused' : 'said';
}

async function ended(call: PhoneCall): Promise<void> {
  if (!call.ended) await call.until('ended', 8_000);
  expect(call.status).toBe(undefined);
  await office.quiet();
}

async function calling2880(): Promise<PhoneCall> {
  const caller = await office.addPhone('2890');
  return await caller.dial('2880');
}

test('*78: nothing rings any more; *79: it does again', async () => {
  expect(await dials('*78')).toBe('said');
  const call = await calling2880();
  await call.until('ended', 5_000);
  expect(office.story('2890').at(-1)).toBe('idle/doNotDisturb');
  expect(await dials('*79')).toBe('said');
  const phone = await office.addPhone('2880');
  await calling2880();
  await eventually(() => phone.calls[0], 'it rings');
}, 40_000);

test('*72 and a number: all calls ring there; *73: they do no more', async () => {
  const other = await office.addPhone('2881');
  expect(await dials('*722881')).toBe('said');
  const call = await calling2880();
  await eventually(() => other.calls[0], 'the other rings');
  call.hangup();
  await office.quiet();
  expect(await dials('*73')).toBe('said');
  const phone = await office.addPhone('2880');
  await calling2880();
  await eventually(() => phone.calls[0], 'it rings');
}, 40_000);

test.each([
  ['to nobody', '*72'],
  ['to an extension that there is not', '*722899'],
  ['to itself', '*722880'],
  ['to an emergency number', '*72911'],
])(
  'forwarding %s is refused by a falling melody, and nothing changes',
  async (_, number) => {
    expect(await dials(number)).toBe('refused');
    const phone = await office.addPhone('2880');
    await calling2880();
    await eventually(() => phone.calls[0], 'it rings');
  },
  30_000,
);

test('what cannot be kept is not said to be done', async () => {
  const broken = () => Promise.reject(new Error('The disk is full'));
  office.pbx.features.keepBy({ setDnd: broken, setForwarding: broken, lastCaller: broken });
  expect(await dials('*78')).toBe('refused');
}, 20_000);

test('the API shows the call with the code as the other party', async () => {
  const device = await office.addDevice('2880');
  device.dial('*78');
  await eventually(() => office.story('2880').length > 0, 'the call');
  expect(office.changes[0]).toMatchObject({ direction: 'outbound', to: { number: '*78' } });
});

test('a program and a caller outside cannot dial codes', async () => {
  office.addExtension('2880');
  await office.addPhone('2881');
  await expect(office.pbx.makeCall('2881', { to: '*78' })).rejects.toMatchObject({ code: 'unknownDestination' });
  const call = await office.callIn('*78');
  await call.until('ended', 5_000);
  expect(call.status).toBe(404);
});
