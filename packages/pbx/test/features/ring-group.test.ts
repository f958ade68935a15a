import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RingGroup } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const GROUP = '2900';
const members = ['2881', '2882', '2883'];

let office: Office;
let caller: Phone;
let phones: Phone[];

beforeEach(async () => {
  office = await Office.open();
  office.addExtension(GROUP);
  caller = await office.addPhone('2880', { tone: 500 });
  phones = [];
  for (const [index, member] of members.entries()) {
    phones.push(await office.addPhone(member, { tone: 800 + 100 * index }));
  }
});
afterEach(() => office.close());

const setGroup = (o: Partial<RingGroup> = {}) =>
  office.pbx.features.setGroup({ number: GROUP, strategy: 'all', members, ringMs: 10_000, ...o });
const ringingAt = (phone: Phone | undefined) =>
  phone?.calls.find(({ state, direction }) => state === 'ringing' && direction === 'inbound');
const ringing = (phone: Phone | undefined) => eventually(() => ringingAt(phone), 'it rings');
const allRing = () => Promise.all(phones.map(ringing));
const allStop = () => eventually(() => phones.every((phone) => ringingAt(phone) === undefined), 'nobody rings');
const ended = (call: PhoneCall) => call.until('ended', 5_000);

test('all members ring, one answers, the others stop; the caller heard it ring and then the one who answered', async () => {
  setGroup();
  const call = await caller.dial(GROUP);
  const [, second] = await allRing();
  expect([call.state, second?.remote.number]).toEqual(['ringing', '2880']);
  second?.answer();
  await call.untilHears(900, 5_000);
  await allStop();
  expect(office.story('2881')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2882')).toEqual(['ringing/newCall', 'connected/newCall']);
  expect(office.story('2883')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.pbx.calls('2880')).toMatchObject([{ to: { number: '2882' }, calledDevice: GROUP }]);
  expect(office.pbx.calls('2882')).toMatchObject([{ from: { number: '2880' }, calledDevice: GROUP }]);
});

test('while it rings, the caller is shown the group', async () => {
  setGroup();
  await caller.dial(GROUP);
  await allRing();
  expect(office.pbx.calls('2880')).toMatchObject([
    { to: { number: GROUP, name: `Name ${GROUP}` }, state: 'connected' },
  ]);
});

test('a caller outside reaches it too, and gives up: everybody stops', async () => {
  setGroup();
  const call = await office.callIn(GROUP);
  await allRing();
  call.hangup();
  await allStop();
  await office.quiet();
  for (const member of members) expect(office.story(member)).toEqual(['ringing/newCall', 'idle/callCancelled']);
});

test('members in a call, who may not be disturbed, who forward, and without a telephone are passed over', async () => {
  setGroup({ members: [...members, '2884', '2885'] });
  office.addExtension('2884');
  const free = await office.addPhone('2885');
  await phones[0]?.dial('+16135550100');
  await office.call('2881', 'connected');
  office.pbx.features.setEndpoint('2882', { dnd: true, forwarding: {} });
  office.pbx.features.setEndpoint('2883', { dnd: false, forwarding: { always: '+16135550100' } });
  await caller.dial(GROUP);
  await ringing(free);
  await office.settled();
  expect(phones.map(ringingAt)).toEqual([undefined, undefined, undefined]);
});

test('who declines is out, the others ring on; when all have declined the caller is told', async () => {
  setGroup();
  const call = await caller.dial(GROUP);
  const rung = await allRing();
  rung[0]?.reject(486);
  rung[1]?.reject(603);
  await eventually(() => office.story('2882').at(-1) === 'idle/busy', 'two are out');
  expect([call.state, ringingAt(phones[2])?.state]).toEqual(['ringing', 'ringing']);
  rung[2]?.reject(486);
  await ended(call);
  expect([call.status, office.story('2880').at(-1)]).toEqual([603, 'idle/busy']);
  await office.quiet();
});

test('a member that is removed is out, the others ring on', async () => {
  setGroup();
  const call = await caller.dial(GROUP);
  await allRing();
  office.pbx.directory.remove('2881');
  await eventually(() => ringingAt(phones[0]) === undefined, 'it stops');
  expect([call.state, ringingAt(phones[1])?.state, ringingAt(phones[2])?.state]).toEqual(Array(3).fill('ringing'));
});

test('a program redirects the call of one member: all stop', async () => {
  setGroup({ members: ['2881', '2882'] });
  const call = await caller.dial(GROUP);
  await ringing(phones[0]);
  await ringing(phones[1]);
  const { callId } = await office.call('2881', 'ringing');
  await office.pbx.act('2881', callId, { action: 'redirect', destination: '2883' });
  (await ringing(phones[2])).answer();
  await call.untilHears(1_000, 5_000);
  await eventually(() => ringingAt(phones[0]) === undefined && ringingAt(phones[1]) === undefined, 'they stop');
  expect(office.story('2882')).toEqual(['ringing/newCall', 'idle/redirected']);
});

test('a consulted group is handed over while it rings', async () => {
  setGroup();
  const outside = await office.callIn('2880');
  (await ringing(caller)).answer();
  const first = await office.call('2880', 'connected');
  await office.pbx.act('2880', first.callId, { action: 'consult', destination: GROUP });
  await allRing();
  const consult = await office.call('2880', 'connected');
  await office.pbx.act('2880', consult.callId, { action: 'supervisedTransfer', otherCallId: first.callId });
  (await ringing(phones[2])).answer();
  await outside.untilHears(1_000, 5_000);
  await allStop();
  outside.hangup();
  await office.quiet();
});
