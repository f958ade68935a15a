import type { Phone } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MakeCallRequest } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;

beforeEach(async () => {
  office = await Office.open({ timings: { answerTimeoutMs: 300 }, trunk: { didMap: { '+16135550199': '2881' } } });
});

afterEach(async () => {
  await office.close();
});

const clickToDial = (): Promise<Phone> => office.addPhone('2880', { tone: 600, autoAnswer: 'header' });
const make = (request: MakeCallRequest) => office.pbx.makeCall('2880', request);
const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');

test('the own phone answers by itself and hears the callee ring; then both hear each other', async () => {
  const [phone, callee] = [await clickToDial(), await office.addPhone('2881', { tone: 900 })];
  const call = await make({ to: '2881' });
  expect(call).toMatchObject({ state: 'connected', direction: 'outbound', to: { number: '2881', name: 'Name 2881' } });
  const own = await eventually(() => phone.calls[0], 'the call at the phone');
  expect(own.remote).toEqual({ number: '2881', name: 'Name 2881' });
  await Promise.all([own.untilHears(440, 5_000), own.untilHears(480, 5_000)]);
  const theirs = await ringing(callee);
  expect(theirs.remote).toEqual({ number: '2880', name: 'Name 2880' });
  theirs.answer();
  await Promise.all([own.untilHears(900, 5_000), theirs.untilHears(600, 5_000)]);
  expect(office.pbx.call('2880', call.callId)?.answeredAt).toBeDefined();
});

test('the callee sees the number and name that the program wants to show', async () => {
  await clickToDial();
  await make({ to: '+16135550100', from: '+16135550199', fromName: 'Front desk' });
  const theirs = await ringing(office.outside);
  expect(theirs.remote).toEqual({ number: '+16135550199', name: 'Front desk' });
});

test('a phone that has to be lifted rings, and the callee is rung when it is', async () => {
  const [phone, callee] = [await office.addPhone('2880'), await office.addPhone('2881')];
  const call = await make({ to: '2881' });
  expect(call.state).toBe('ringing');
  expect(callee.calls).toEqual([]);
  (await ringing(phone)).answer();
  await ringing(callee);
  expect(office.pbx.call('2880', call.callId)?.state).toBe('connected');
});

test('the own phones all ring, and the one that is lifted has the call', async () => {
  const [one, other] = [await office.addPhone('2880'), await office.addPhone('2880')];
  await office.addPhone('2881');
  const call = await make({ to: '2881' });
  const [first] = [await ringing(other), await ringing(one)];
  first.answer();
  await eventually(() => one.calls.length === 0, 'the other one stops');
  expect(office.pbx.call('2880', call.callId)?.deviceId).toContain(`:${other.address.port}`);
});

test('one of our own numbers is the extension', async () => {
  await clickToDial();
  const callee = await office.addPhone('2881');
  expect(await make({ to: '+1 613 555-0199' })).toMatchObject({ to: { number: '2881' } });
  await ringing(callee);
});

test.each([
  ['a number that nobody has', '2880', '2899', 'unknownDestination'],
  ['a name', '2880', 'bob', 'unknownDestination'],
  ['an extension without a phone', '2880', '2881', 'endpointUnreachable'],
  ['an outside number from an extension without a phone', '2881', '+16135550100', 'endpointUnreachable'],
  ['an outside number from nobody', '2899', '+16135550100', 'unknownEndpoint'],
])('%s is refused before anything rings', async (_, endpointId, to, code) => {
  const phone = await clickToDial();
  office.addExtension('2881');
  await expect(office.pbx.makeCall(endpointId, { to })).rejects.toMatchObject({ code });
  await office.settled();
  expect([phone.calls, office.changes]).toEqual([[], []]);
  await office.quiet();
});

test('a phone that is hung up before the callee answers stops it ringing', async () => {
  const [phone, callee] = [await clickToDial(), await office.addPhone('2881')];
  await make({ to: '2881' });
  await ringing(callee);
  phone.calls[0]?.hangup();
  await office.quiet();
  await eventually(() => callee.calls.length === 0, 'the callee stops ringing');
  expect([office.story('2880').at(-1), office.story('2881').at(-1)]).toEqual([
    'idle/callCancelled',
    'idle/callCancelled',
  ]);
});

test('the callee rings as long as the program says', async () => {
  await clickToDial();
  await office.addPhone('2881');
  await make({ to: '2881', timeoutMs: 300 });
  await office.quiet();
  expect(office.story('2881')).toEqual(['ringing/newCall', 'idle/callNotAnswer']);
});

test('a callee that has lost its phone meanwhile ends the call', async () => {
  const [phone, callee] = [await office.addPhone('2880'), await office.addPhone('2881')];
  await make({ to: '2881' });
  await callee.close();
  (await ringing(phone)).answer();
  await office.quiet();
  expect(office.story('2880')).toEqual(['ringing/newCall', 'connected/newCall', 'idle/destNotObtainable']);
});
