import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Forwarding } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let caller: Phone;
let away: Phone;
let target: Phone;

beforeEach(async () => {
  office = await Office.open();
  caller = await office.addPhone('2882', { tone: 500 });
  away = await office.addPhone('2880', { tone: 600 });
  target = await office.addPhone('2881', { tone: 900 });
});
afterEach(() => office.close());

const forward = (forwarding: Forwarding, dnd = false) => office.pbx.features.setEndpoint('2880', { dnd, forwarding });
const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');

/** The target rings with the caller's name, is lifted, and both hear each other. */
async function reaches(call: PhoneCall, tone = 900): Promise<void> {
  const rung = await ringing(target);
  expect(rung.remote.number).toBe('2882');
  rung.answer();
  await Promise.all([call.untilHears(tone, 5_000), rung.untilHears(500, 5_000)]);
}

const goneOn = (cause: string) => [`ringing/${cause}`, `connected/${cause}`];
const callerSees = (cause: string) => ['connected/newCall', `connected/${cause}`, `connected/${cause}`];

test('always: the endpoint does not ring, the target does', async () => {
  forward({ always: '2881' });
  await reaches(await caller.dial('2880'));
  expect(office.story('2880')).toEqual([]);
  expect(office.story('2881')).toEqual(goneOn('callForwardAlways'));
  expect(office.story('2882')).toEqual(callerSees('callForwardAlways'));
  expect(office.pbx.calls('2881')[0]).toMatchObject({ calledDevice: '2880' });
  expect(office.pbx.calls('2882')[0]).toMatchObject({ to: { number: '2881', endpointId: '2881' } });
});

test('always, to a number outside', async () => {
  forward({ always: '+16135550100' });
  const call = await caller.dial('2880');
  (await ringing(office.outside)).answer();
  await call.untilHears(425, 5_000);
  expect(office.pbx.calls('2882')).toMatchObject([{ to: { number: '+16135550100' }, cause: 'callForwardAlways' }]);
});

test('a call from outside goes out again only because the endpoint has set it', async () => {
  forward({ always: '+16135550100' });
  const call = await office.callIn('2880');
  const rung = await eventually(() => office.outside.calls.find((one) => one !== call), 'the trunk rings');
  expect(rung.remote.number).toBe('+16135550100');
  call.hangup();
  await office.quiet();
});

test('busy: a phone that refuses sends the call on', async () => {
  forward({ busy: '2881' });
  const call = await caller.dial('2880');
  (await ringing(away)).reject(486);
  await reaches(call);
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2881')).toEqual(goneOn('callForwardBusy'));
  expect(office.story('2882')).toEqual(callerSees('callForwardBusy'));
});

test('busy: a program that declines sends the call on', async () => {
  forward({ busy: '2881' });
  const call = await caller.dial('2880');
  await ringing(away);
  const { callId } = await office.call('2880', 'ringing');
  await office.pbx.act('2880', callId, { action: 'end' });
  await reaches(call);
});

test('busy, while it does not want to be disturbed: the phone never rings', async () => {
  forward({ busy: '2881' }, true);
  await reaches(await caller.dial('2880'));
  expect(office.story('2880')).toEqual([]);
  expect(office.story('2881')).toEqual(goneOn('callForwardBusy'));
});

test('no answer: it rings for as long as it was set, then the target rings', async () => {
  forward({ noAnswer: { destination: '2881', afterMs: 300 } });
  const call = await caller.dial('2880');
  await ringing(away);
  await reaches(call);
  await eventually(() => away.calls.length === 0, 'the first stops');
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2881')).toEqual(goneOn('callForwardNoAnswer'));
});

test('no answer: a program that waits less long than that gets no answer, and the target does not ring', async () => {
  forward({ noAnswer: { destination: '2881', afterMs: 10_000 } });
  const made = office.pbx.makeCall('2882', { to: '2880', timeoutMs: 300 });
  (await ringing(caller)).answer();
  await made;
  await office.quiet();
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/callNotAnswer']);
  expect(office.story('2881')).toEqual([]);
});

test('not reachable: nobody has registered', async () => {
  await away.close();
  await eventually(() => office.pbx.endpoint('2880')?.state === 'outOfService', 'it has no phone');
  forward({ notReachable: '2881' });
  await reaches(await caller.dial('2880'));
  expect(office.story('2881')).toEqual(goneOn('callForward'));
});

test('not reachable: the phone is gone and does not answer at all', async () => {
  const device = await office.addDevice('2884');
  office.pbx.features.setEndpoint('2884', { dnd: false, forwarding: { notReachable: '2881' } });
  const call = await caller.dial('2884');
  (await device.rings()).reject(408);
  await reaches(call);
});

test('what is set for one case is not done in another', async () => {
  forward({ busy: '2881', notReachable: '2881' });
  const call = await caller.dial('2880');
  (await ringing(away)).reject(480);
  await call.until('ended', 5_000);
  expect([call.status, target.calls]).toEqual([480, []]);
});

test('the mobile number takes the place of the telephones, but not when nobody may disturb', async () => {
  office.pbx.features.setEndpoint('2880', { dnd: false, mobile: '+16135550100', forwarding: {} });
  const call = await caller.dial('2880');
  (await ringing(office.outside)).answer();
  await call.untilHears(425, 5_000);
  office.pbx.features.setEndpoint('2880', { dnd: true, mobile: '+16135550100', forwarding: {} });
  const second = await target.dial('2880');
  await second.until('ended', 5_000);
  expect(second.status).toBe(486);
});
