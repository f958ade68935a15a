import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RingGroup } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const GROUP = '2900';
const members = ['2881', '2882', '2883'];

let office: Office;
let caller: Phone;
let phones: Map<string, Phone>;

beforeEach(async () => {
  office = await Office.open();
  office.addExtension(GROUP);
  caller = await office.addPhone('2880');
  phones = new Map();
  for (const member of members) phones.set(member, await office.addPhone(member));
});
afterEach(() => office.close());

const setGroup = (o: Partial<RingGroup>) =>
  office.pbx.features.setGroup({ number: GROUP, strategy: 'inOrder', members, ringMs: 200, ...o });

const nowRinging = () => members.filter((member) => phones.get(member)?.calls.some(({ state }) => state === 'ringing'));
const oneRings = (member: string) => eventually(() => nowRinging().join() === member, `only ${member} rings`);

/** The members in the order in which their phones rang. */
const rang = () =>
  office.changes
    .filter(({ state, cause }) => state === 'ringing' && cause === 'newCall')
    .map((call) => call.endpointId);

async function callGroup(): Promise<PhoneCall> {
  return await caller.dial(GROUP);
}

/** Calls the group, answers at whoever rings, and hangs up. */
async function talk(): Promise<string> {
  const call = await callGroup();
  const member = await eventually(() => nowRinging()[0], 'somebody rings');
  phones.get(member)?.calls[0]?.answer();
  await call.until('connected', 5_000);
  call.hangup();
  await office.quiet();
  return member;
}

test('in order: one after the other, each for its time, then the caller is told that nobody answers', async () => {
  setGroup({ strategy: 'inOrder' });
  const call = await callGroup();
  await call.until('ended', 5_000);
  expect(rang()).toEqual(members);
  expect([call.status, office.story('2880')]).toEqual([480, ['connected/newCall', 'idle/callNotAnswer']]);
  for (const member of members) expect(office.story(member)).toEqual(['ringing/newCall', 'idle/callNotAnswer']);
  await office.quiet();
});

test('in order: the first is asked again with each call, and who declines is followed by the next at once', async () => {
  setGroup({ strategy: 'inOrder', ringMs: 20_000 });
  expect([await talk(), await talk()]).toEqual(['2881', '2881']);
  await callGroup();
  await oneRings('2881');
  phones.get('2881')?.calls[0]?.reject(486);
  await oneRings('2882');
});

test('round robin: each call begins with the member after the one that rang last', async () => {
  setGroup({ strategy: 'roundRobin', ringMs: 20_000 });
  expect([await talk(), await talk(), await talk(), await talk()]).toEqual([...members, '2881']);
});

test('longest idle: who has talked last is asked last', async () => {
  setGroup({ strategy: 'longestIdle', ringMs: 20_000 });
  await phones.get('2881')?.dial('2880');
  (await eventually(() => caller.calls[0], 'it rings')).answer();
  await office.call('2881', 'connected');
  caller.calls[0]?.hangup();
  await office.quiet();
  expect([await talk(), await talk(), await talk(), await talk()]).toEqual(['2882', '2883', '2881', '2882']);
});

test.each(['all', 'inOrder'] as const)('%s: when nobody answers, the overflow rings', async (strategy) => {
  setGroup({ strategy, members: ['2881', '2882'], overflow: '2883' });
  const call = await callGroup();
  await oneRings('2883');
  phones.get('2883')?.calls[0]?.answer();
  await call.until('connected', 5_000);
  expect(office.story('2883')).toEqual(['ringing/callForwardNoAnswer', 'connected/callForwardNoAnswer']);
  expect(office.pbx.calls('2880')).toMatchObject([{ to: { number: '2883' }, cause: 'callForwardNoAnswer' }]);
});

test('nobody is free: the overflow rings at once, also when that is a group', async () => {
  setGroup({ strategy: 'all', members: ['2881'], overflow: '2901' });
  office.addExtension('2901');
  office.pbx.features.setGroup({ number: '2901', strategy: 'all', members: ['2882', '2883'], ringMs: 20_000 });
  office.pbx.features.setEndpoint('2881', { dnd: true, forwarding: {} });
  await callGroup();
  await eventually(() => nowRinging().join() === '2882,2883', 'the other group rings');
  expect(office.story('2882')).toEqual(['ringing/callForward']);
});

test('nobody is free and there is no overflow: busy, or not reachable', async () => {
  setGroup({ strategy: 'all', members: ['2881'] });
  await phones.get('2881')?.dial('+16135550100');
  await office.call('2881', 'connected');
  const busy = await callGroup();
  await busy.until('ended', 5_000);
  expect([busy.status, office.story('2880').at(-1)]).toEqual([486, 'idle/busy']);
  setGroup({ strategy: 'all', members: [] });
  const empty = await callGroup();
  await empty.until('ended', 5_000);
  expect([empty.status, office.story('2880').at(-1)]).toEqual([480, 'idle/destNotObtainable']);
});

test('two groups that overflow into each other end', async () => {
  setGroup({ strategy: 'all', members: ['2881'], overflow: '2901' });
  office.addExtension('2901');
  office.pbx.features.setGroup({ number: '2901', strategy: 'all', members: ['2882'], ringMs: 200, overflow: GROUP });
  const call = await callGroup();
  await call.until('ended', 5_000);
  expect(call.status).toBe(480);
  await office.quiet();
});

test('a program that makes a call to the group rings its members', async () => {
  setGroup({ strategy: 'all', members: ['2882', '2883'], ringMs: 20_000 });
  const made = office.pbx.makeCall('2881', { to: GROUP });
  (await eventually(() => phones.get('2881')?.calls[0], 'its own phone')).answer();
  await made;
  await eventually(() => nowRinging().join() === '2882,2883', 'the group rings');
});
