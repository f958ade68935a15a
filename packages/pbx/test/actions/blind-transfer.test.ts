import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let transferor: Phone;
let target: Phone;
let caller: PhoneCall;

beforeEach(async () => {
  office = await Office.open();
  transferor = await office.addPhone('2880', { tone: 600 });
  target = await office.addPhone('2881', { tone: 900 });
});

afterEach(async () => {
  await office.close();
});

const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');

/** Outside talks with 2880. */
async function talks(): Promise<void> {
  caller = await office.callIn('2880');
  (await ringing(transferor)).answer();
  await caller.untilHears(600, 5_000);
}

const sendOn = (destination: string) =>
  office.pbx.act('2880', office.pbx.calls('2880')[0]?.callId ?? '', { action: 'blindTransfer', destination });

test('the caller hears the new party ring, then the party; the transferor is free', async () => {
  await talks();
  const before = office.pbx.calls('2880')[0];
  expect(await sendOn('2881')).toMatchObject({ state: 'idle', cause: 'transfer', final: true });
  const theirs = await ringing(target);
  expect(theirs.remote).toEqual({ number: '+16135550100', name: 'Outside Caller' });
  await Promise.all([caller.untilHears(440, 5_000), caller.untilHears(480, 5_000)]);
  await eventually(() => transferor.calls.length === 0, 'the transferor is free');
  theirs.answer();
  await Promise.all([caller.untilHears(900, 5_000), theirs.untilHears(425, 5_000)]);
  expect(office.pbx.calls('2881')[0]?.trackingId).toBe(before?.trackingId);
});

test('it goes out by the trunk too', async () => {
  const inside = await transferor.dial('2881');
  (await ringing(target)).answer();
  await inside.untilHears(900, 5_000);
  await office.pbx.act('2881', office.pbx.calls('2881')[0]?.callId ?? '', {
    action: 'blindTransfer',
    destination: '+16135550100',
  });
  const outside = await ringing(office.outside);
  expect(outside.remote.number).toBe('2880');
  outside.answer();
  await Promise.all([inside.untilHears(425, 5_000), outside.untilHears(600, 5_000)]);
  expect(office.pbx.calls('2880')).toMatchObject([{ to: { number: '+16135550100' }, cause: 'transfer' }]);
});

test('one that comes back is answered by the transferor, and both hear each other again', async () => {
  await talks();
  await sendOn('2881');
  (await ringing(target)).reject();
  const back = await ringing(transferor);
  expect(back.remote.number).toBe('+16135550100');
  back.answer();
  await Promise.all([caller.untilHears(600, 5_000), back.untilHears(425, 5_000)]);
});

test('one that nobody takes, neither the new party nor the transferor, ends', async () => {
  await talks();
  await sendOn('2881');
  (await ringing(target)).reject();
  (await ringing(transferor)).reject();
  await caller.until('ended', 5_000);
  await office.quiet();
  expect(office.story('2880').slice(-2)).toEqual(['ringing/callBack', 'idle/busy']);
});

test('when the transferor’s phone is gone meanwhile, the caller is let go with what the new party said', async () => {
  await talks();
  await sendOn('2881');
  const theirs = await ringing(target);
  await eventually(() => transferor.calls.length === 0, 'the transferor is free');
  await transferor.close();
  theirs.reject();
  await caller.until('ended', 5_000);
  await office.quiet();
  expect(office.story('2880').at(-1)).toBe('idle/transfer');
});

test.each([
  ['nobody', '2899', 'unknownDestination'],
  ['an extension without a phone', '2882', 'endpointUnreachable'],
])('to %s it is refused, and both go on talking', async (_, destination, code) => {
  office.addExtension('2882');
  await talks();
  await expect(sendOn(destination)).rejects.toMatchObject({ code });
  await Promise.all([caller.untilHears(600, 5_000), transferor.calls[0]?.untilHears(425, 5_000)]);
});

test('a call that nobody has answered cannot be sent on', async () => {
  await office.callIn('2880');
  await office.call('2880', 'ringing');
  await expect(sendOn('2881')).rejects.toMatchObject({ code: 'wrongState' });
  const dialled = await target.dial('2880');
  const callId = (await office.call('2881', 'connected')).callId;
  await expect(
    office.pbx.act('2881', callId, { action: 'blindTransfer', destination: '+16135550100' }),
  ).rejects.toMatchObject({ code: 'wrongState', message: expect.stringContaining('not answered yet') });
  expect(dialled.state).toBe('ringing');
});
