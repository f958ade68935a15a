import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MediaSession } from '../../src/media/index.ts';
import type { Party } from './support/party.ts';
import { Studio, steps } from './support/studio.ts';

// Nobody here has an Opus encoder, for nobody needs one: what is passed on might be anything.
let studio: Studio;

beforeEach(async () => {
  studio = await Studio.open();
});

afterEach(async () => {
  await studio.close();
});

const withOpus = (sdp: string) =>
  sdp.replace('RTP/AVP 0', 'RTP/AVP 111 0').replace('a=ptime', 'a=rtpmap:111 opus/48000/2\r\na=ptime');
const words = (number: number) => Buffer.from(`frame ${number}`);

async function opusParty(): Promise<{ party: Party; session: MediaSession }> {
  const [party, session] = [await studio.party(600), studio.plane.open()];
  party.read(session.answer(party.write(withOpus), { opus: true }));
  return { party, session };
}

/** They hear each other; the worker has been told. */
async function join(one: { session: MediaSession }, other: { session: MediaSession }): Promise<void> {
  one.session.join(other.session);
  await one.session.stats();
}

/** Frames of Opus, the first with this number. */
function say(party: Party, from: number, count: number): void {
  for (let number = from; number < from + count; number += 1) {
    const [sequence, timestamp] = [number, number * 960];
    party.sendPacket({ payloadType: 111, sequence, timestamp, payload: words(number), marker: number === 1 });
  }
}

test('Opus goes through as it came, both ways, and its time too', async () => {
  const [one, other] = [await opusParty(), await opusParty()];
  await join(one, other);
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    say(from.party, 1, 20);
    const packets = await to.party.untilPackets(20);
    expect(packets.map(({ payload }) => Buffer.from(payload).toString())).toEqual(
      Array.from({ length: 20 }, (_, at) => `frame ${at + 1}`),
    );
    expect(packets.every(({ payloadType }) => payloadType === 111)).toBe(true);
    expect(steps(packets)).toEqual(Array.from({ length: 19 }, () => [1, 960]));
  }
  expect(await one.session.stats()).toMatchObject({ packetsSent: 20, packetsReceived: 20, lost: 0 });
});

test('each side is sent Opus by the number that it gave it', async () => {
  const [one, other] = [await opusParty(), { party: await studio.party(900), session: studio.plane.open() }];
  const as96 = (sdp: string) => withOpus(sdp).replaceAll('111', '96');
  other.party.read(other.session.answer(other.party.write(as96), { opus: true }));
  await join(one, other);
  say(one.party, 1, 3);
  expect((await other.party.untilPackets(3)).map(({ payloadType }) => payloadType)).toEqual([96, 96, 96]);
});

test('music is heard in G.711 in between, and Opus begins a new talk', async () => {
  const [one, other] = [await opusParty(), await opusParty()];
  await join(one, other);
  say(one.party, 1, 2);
  await other.party.untilPackets(2);
  other.session.play('hold');
  const music = (await other.party.untilPackets(8)).slice(2);
  expect(music.every(({ payloadType, payload }) => payloadType === 0 && payload.length === 160)).toBe(true);
  other.session.play(undefined);
  await other.session.stats();
  const before = other.party.packets.length;
  say(one.party, 500, 3);
  const again = (await other.party.untilPackets(before + 3)).slice(-3);
  expect(again.map(({ payloadType, marker }) => [payloadType, marker])).toEqual([
    [111, true],
    [111, false],
    [111, false],
  ]);
  expect(steps(again)).toEqual([
    [1, 960],
    [1, 960],
  ]);
});

test('a party that turns to G.711 is heard on, at the pace of G.711', async () => {
  const [one, other] = [await opusParty(), await opusParty()];
  await join(one, other);
  say(one.party, 1, 2);
  for (const sequence of [3, 4, 5]) one.party.sendPacket({ sequence, timestamp: sequence * 160 });
  const packets = (await other.party.untilPackets(5)).slice(2);
  expect(packets.map(({ payloadType, marker }) => [payloadType, marker])).toEqual([
    [0, true],
    [0, false],
    [0, false],
  ]);
  expect(steps(packets)).toEqual([
    [1, 160],
    [1, 160],
  ]);
});

test('who has no Opus is spared it, and heard all the same', async () => {
  const [one, other] = [await opusParty(), await studio.join(900)];
  await join(one, other);
  say(one.party, 1, 5);
  other.party.talk();
  await one.party.untilHears(900);
  expect(other.party.packets).toEqual([]);
});

test('Opus is not taken for G.711 by a mixer or a recorder', async () => {
  const [one, other] = [await opusParty(), await studio.join(900)];
  const mixer = studio.plane.openMixer();
  mixer.add(one.session);
  mixer.add(other.session);
  await one.session.stats();
  say(one.party, 1, 30);
  const frames = await other.party.untilPackets(20);
  expect(frames.every(({ payload }) => payload.every((byte) => (byte & 0x7f) === 0x7f))).toBe(true);
  mixer.close();
});
