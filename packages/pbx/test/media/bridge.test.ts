import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { direction, only, Studio, steps } from './support/studio.ts';

let studio: Studio;

beforeEach(async () => {
  studio = await Studio.open();
});

afterEach(async () => {
  await studio.close();
});

test('two parties that are joined hear each other', async () => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  one.party.talk();
  other.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
});

test('a party moves to another one without noticing more than a marker', async () => {
  const [one, second, third] = [await studio.join(600), await studio.join(900), await studio.join(1_200)];
  for (const { party } of [one, second, third]) party.talk();
  one.session.join(second.session);
  await one.party.untilHears(900);
  one.session.join(third.session);
  await Promise.all([one.party.untilHears(1_200), third.party.untilHears(600)]);
  expect(one.party.hears(900)).toBe(false);
  expect(new Set(one.party.packets.map(({ ssrc }) => ssrc)).size).toBe(1);
  expect(steps(one.party.packets).map(([sequence, time]) => [sequence, time % 160])).toEqual(
    steps(one.party.packets).map(() => [1, 0]),
  );
  expect(one.party.packets.filter(({ marker }) => marker)).toHaveLength(2);

  const heardBySecond = second.party.packets.length;
  await third.party.untilPackets(third.party.packets.length + 20);
  expect(second.party.packets.length).toBe(heardBySecond);
});

test('after part nobody hears anybody', async () => {
  const [one, other, witness] = [await studio.join(600), await studio.join(900), await studio.join(1_200)];
  for (const { party } of [one, other]) party.talk();
  one.session.join(other.session);
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  other.session.part();
  // The worker obeys in order: once the music plays, the bridge is gone.
  witness.session.play('hold');
  await witness.party.untilPackets(2);
  const heard = [one.party.packets.length, other.party.packets.length];
  await witness.party.untilPackets(20);
  expect([one.party.packets.length, other.party.packets.length]).toEqual(heard);
});

test('mu-law and A-law parties understand each other', async () => {
  const [one, other] = [await studio.join(600, only('PCMU')), await studio.join(900, only('PCMA'))];
  one.session.join(other.session);
  one.party.talk();
  other.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  expect(new Set(one.party.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([0]));
  expect(new Set(other.party.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([8]));
});

test('a party that answered our offer may send by any law that we offered', async () => {
  const one = { party: await studio.party(600), session: studio.plane.open() };
  one.party.answer(one.session);
  const other = await studio.join(900);
  one.session.join(other.session);
  one.party.talk('PCMA');
  await other.party.untilHears(600);
  expect(other.party.agreed?.sends[0]?.codec).toBe('PCMU');
});

test('digits keep their stream and take the number that the listener gave them', async () => {
  const events = (sdp: string) => sdp.replaceAll('101', '96');
  const [one, other, plain] = [
    await studio.join(600, events),
    await studio.join(900),
    await studio.join(900, only('PCMU')),
  ];
  const digit = { payloadType: 96, timestamp: 5_000, payload: Buffer.from([5, 0x0a, 0, 160]) };
  one.session.join(other.session);
  one.party.sendPacket({ sequence: 1, timestamp: 4_840 });
  one.party.sendPacket({ ...digit, sequence: 2 });
  one.party.sendPacket({ ...digit, sequence: 3 });
  const [audio, start, again] = await other.party.untilPackets(3);
  expect([audio?.payloadType, start?.payloadType, again?.payloadType]).toEqual([0, 101, 101]);
  expect([...(start?.payload ?? [])]).toEqual([5, 0x0a, 0, 160]);
  expect(steps(other.party.packets)).toEqual([
    [1, 160],
    [1, 0],
  ]);

  one.session.join(plain.session);
  one.party.sendPacket({ ...digit, sequence: 4 });
  one.party.sendPacket({ sequence: 5, timestamp: 5_160 });
  expect((await plain.party.untilPackets(1)).map(({ payloadType }) => payloadType)).toEqual([0]);
});

test.each(['sendonly', 'inactive'])('nothing is sent to a party that is %s, until it listens again', async (word) => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  other.party.talk();
  await one.party.untilHears(900);
  one.party.offer(one.session, direction(word));
  expect(one.session.remoteDirection).toBe(word);
  const otherSays = async (packets: number) => {
    const { packetsReceived } = await other.session.stats();
    const said = async () => (await other.session.stats()).packetsReceived >= packetsReceived + packets;
    await eventually(said, 'the other talks');
  };
  // What was sent before the worker knew has come by then.
  await otherSays(3);
  const heard = one.party.packets.length;
  await otherSays(10);
  expect(one.party.packets.length).toBe(heard);
  one.session.part();
  one.session.play('hold');
  await otherSays(10);
  expect(one.party.packets.length).toBe(heard);

  one.session.play(undefined);
  one.session.join(other.session);
  one.party.offer(one.session);
  await eventually(() => one.party.packets.length > heard + 20, 'the party hears again');
});

test('a party that only listens is heard by nobody but hears', async () => {
  const [one, other] = [await studio.join(600, direction('recvonly')), await studio.join(900)];
  one.session.join(other.session);
  other.party.talk();
  await one.party.untilHears(900);
});
