import { formatReplaces, type IncomingInvite } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Carrier } from '../support/carrier.ts';
import { answered, type Device, sdpAnswer } from '../support/device.ts';
import { Office } from '../support/office.ts';

// RFC 3326: telephones that lose a call to another one show no missed call.
const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';
const GROUP = '2900';

let office: Office;
let carrier: Carrier;
let one: Device;
let two: Device;
let other: Device;

beforeEach(async () => {
  carrier = await Carrier.open('answer');
  office = await Office.open({ trunk: { port: carrier.port } });
  one = await office.addDevice('2880');
  two = await office.addDevice('2880');
  other = await office.addDevice('2881');
});

afterEach(async () => {
  await office.close();
  await carrier.close();
});

/** The carrier brings a call, and these telephones ring. */
async function callIn(number: string, ...devices: Device[]) {
  const call = carrier.sip.invite({
    uri: `sip:${number}@127.0.0.1:${office.port}`,
    from: { uri: 'sip:+16135550100@127.0.0.1' },
    body: one.sdp().offer(),
    target: { transport: 'udp', host: '127.0.0.1', port: office.port },
  });
  const invites = await Promise.all(devices.map((device) => device.rings()));
  for (const invite of invites) invite.ring();
  await office.settled();
  return { call, invites };
}

function setGroup(): void {
  office.addExtension(GROUP);
  office.pbx.features.setGroup({ number: GROUP, strategy: 'all', members: ['2880', '2881'], ringMs: 10_000 });
}

/** What the CANCEL says that ends the ringing. */
function goodbye(invite: IncomingInvite | undefined): Promise<string | undefined> {
  return new Promise((resolve) => invite?.onCancelled((by) => resolve(by?.headers.get('reason'))));
}

test('another telephone of the extension answers', async () => {
  const { invites } = await callIn('2880', one, two);
  const told = goodbye(invites[1]);
  invites[0]?.answer({ body: sdpAnswer(invites[0]) });
  expect(await told).toBe(ELSEWHERE);
});

test('another member of the group answers', async () => {
  setGroup();
  const { invites } = await callIn(GROUP, one, two, other);
  const told = Promise.all([goodbye(invites[0]), goodbye(invites[1])]);
  invites[2]?.answer({ body: sdpAnswer(invites[2]) });
  expect(await told).toEqual([ELSEWHERE, ELSEWHERE]);
});

test('somebody picks the call of a group up: every member stops ringing and is told', async () => {
  setGroup();
  const { call, invites } = await callIn(GROUP, one, two, other);
  const told = Promise.all(invites.map(goodbye));
  const { callId, localTag, remoteTag } = (invites[0] as IncomingInvite).dialog;
  const third = await office.addDevice('2882');
  const Replaces = formatReplaces({ callId, toTag: remoteTag, fromTag: localTag });
  const [session] = await Promise.all([answered(third.dial(GROUP, { headers: { Replaces } })), answered(call)]);
  expect(await told).toEqual([ELSEWHERE, ELSEWHERE, ELSEWHERE]);
  session.bye();
  await office.quiet();
});

test('the network says that somebody has the call outside: the telephones learn it, and it was not missed', async () => {
  const { call, invites } = await callIn('2880', one, two);
  const told = Promise.all(invites.map(goodbye));
  call.cancel({ Reason: ELSEWHERE });
  expect(await told).toEqual([ELSEWHERE, ELSEWHERE]);
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
});

test.each([
  ['the caller gives up', undefined],
  ['the caller gives up for another reason', 'Q.850;cause=16, SIP;cause=600'],
  ['what the caller says makes no sense', 'SIP;cause="200'],
])('%s: that is a missed call', async (_, reason) => {
  const { call, invites } = await callIn('2880', one, two);
  const told = Promise.all(invites.map(goodbye));
  call.cancel(reason === undefined ? {} : { Reason: reason });
  expect(await told).toEqual([undefined, undefined]);
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/callCancelled']);
});

test('one telephone declines for all: nobody has the call', async () => {
  const { invites } = await callIn('2880', one, two);
  const told = goodbye(invites[1]);
  invites[0]?.reject(603);
  expect(await told).toBe(undefined);
});
