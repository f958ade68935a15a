import { IncompatibleMedia } from '@cordboard/rtp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Studio } from './support/studio.ts';

let studio: Studio;

beforeEach(async () => {
  studio = await Studio.open();
});

afterEach(async () => {
  await studio.close();
});

const behindNat = (sdp: string) => sdp.replace(/m=audio \d+/, 'm=audio 9').replaceAll('127.0.0.1', '192.0.2.77');
const received = async (session: { stats(): Promise<{ packetsReceived: number }> }) =>
  (await session.stats()).packetsReceived;

test('audio goes back to where a party really sends from', async () => {
  const [one, other] = [await studio.join(600, behindNat), await studio.join(900)];
  one.session.join(other.session);
  other.party.talk();
  one.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
});

test('a party behind a NAT that moves its port is found again after a pause', async () => {
  const [one, other] = [await studio.join(600, behindNat), await studio.join(900)];
  one.session.join(other.session);
  one.party.talk();
  other.party.talk();
  await one.party.untilHears(900);
  one.party.hush();
  const moved = await studio.party(1_200);
  moved.talk('PCMU', one.session.port);
  await Promise.all([moved.untilHears(900), other.party.untilHears(1_200)]);
});

test('a stranger does not take over a running call, nor is it heard', async () => {
  const [one, other] = [await studio.join(600, behindNat), await studio.join(900)];
  one.session.join(other.session);
  one.party.talk();
  other.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  const stranger = await studio.party(1_200);
  stranger.talk('PCMU', one.session.port);
  const before = await received(other.session);
  await eventually(async () => (await received(other.session)) > before + 30, 'they talk on');
  expect(other.party.hears(1_200)).toBe(false);
  expect(stranger.packets).toEqual([]);
  expect(one.party.hears(900)).toBe(true);
});

test('a stranger who came first gives way to the party that the SDP names', async () => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  const stranger = await studio.party(1_200);
  stranger.talk('PCMU', one.session.port);
  await other.party.untilHears(1_200);
  one.party.talk();
  other.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  const overheard = stranger.packets.length;
  const before = await received(other.session);
  await eventually(async () => (await received(other.session)) > before + 20, 'they talk on');
  expect(stranger.packets.length).toBe(overheard);
});

test('bytes of any kind neither latch nor disturb', async () => {
  const [one, other] = [await studio.join(600, behindNat), await studio.join(900)];
  one.session.join(other.session);
  const stranger = await studio.party(1_200);
  const hostile = [
    Buffer.alloc(0),
    Buffer.from('OPTIONS sip:x SIP/2.0\r\n\r\n'),
    Buffer.alloc(1_400, 0xff),
    Buffer.from([0x80, 200, 0, 1, 0, 0, 0, 0]), // RTCP
    Buffer.from([0x9f, 0, ...Array(10).fill(0)]), // sources and an extension that are not there
    Buffer.concat([Buffer.from([0x80, 18]), Buffer.alloc(170)]), // G.729, which was not agreed
  ];
  for (let round = 0; round < 20; round += 1) for (const bytes of hostile) stranger.sendBytes(bytes, one.session.port);
  const loud = Buffer.concat([Buffer.from([0x80, 0]), Buffer.alloc(60_000)]);
  one.party.talk();
  other.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  other.party.sendBytes(loud);
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  expect(stranger.packets).toEqual([]);
});

test('a hostile session description is refused and harms no call', async () => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  const texts = ['', 'v=0', 'm=audio 99999 RTP/AVP 0', 'm=audio 4000 RTP/AVP 0\r\nc=IN IP4 phone.example'];
  for (const text of texts) {
    expect(() => one.session.answer(text)).toThrow(IncompatibleMedia);
    expect(() => other.session.accept(text)).toThrow(IncompatibleMedia);
  }
  one.party.talk();
  other.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
});

test('an address that cannot be sent to harms no call', async () => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  const nowhere = studio.plane.open();
  const offer = 'v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nc=IN IP6 ::1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
  nowhere.answer(offer);
  nowhere.play('hold');
  const broadcast = studio.plane.open();
  broadcast.answer(offer.replaceAll('IP6 ::1', 'IP4 255.255.255.255'));
  broadcast.play('hold');
  one.session.join(other.session);
  one.party.talk();
  await other.party.untilHears(600);
});
