import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { only, Studio, steps } from './support/studio.ts';

let studio: Studio;

beforeEach(async () => {
  studio = await Studio.open();
});

afterEach(async () => {
  await studio.close();
});

test.each([
  ['ringback', [440, 480]],
  ['busy', [480, 620]],
  ['hold', [392]],
] as const)('%s is heard, frame after frame', async (sound, frequencies) => {
  const { party, session } = await studio.join(600);
  session.play(sound);
  await party.untilHears(...frequencies);
  expect(steps(party.packets)).toEqual(steps(party.packets).map(() => [1, 160]));
});

test('an A-law party hears it in A-law', async () => {
  const { party, session } = await studio.join(600, only('PCMA'));
  session.play('ringback');
  await party.untilHears(440, 480);
  expect(new Set(party.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([8]));
});

test('a sound that was asked for before the party answered is heard from then on', async () => {
  const session = studio.plane.open();
  const party = await studio.party(600);
  session.play('ringback');
  party.answer(session);
  await party.untilHears(440, 480);
});

test('one sound replaces another, and none ends it', async () => {
  const { party, session } = await studio.join(600);
  const witness = await studio.join(900);
  witness.session.play('hold');
  session.play('ringback');
  await party.untilHears(440, 480);
  session.play('hold');
  await party.untilHears(392);
  session.play(undefined);
  await session.stats();
  const [heard, heardByWitness] = [party.packets.length, witness.party.packets.length];
  await witness.party.untilPackets(heardByWitness + 20);
  expect(party.packets.length).toBeLessThanOrEqual(heard + 1);
});

test('the music goes before the other party, and the other party is heard after it', async () => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  other.party.talk();
  await one.party.untilHears(900);
  one.session.play('hold');
  await eventually(() => !one.party.hears(900), 'the other is not heard');
  one.session.play(undefined);
  await one.party.untilHears(900);
  expect(new Set(one.party.packets.map(({ ssrc }) => ssrc)).size).toBe(1);
  expect(steps(one.party.packets).map(([sequence, time]) => [sequence, time % 160])).toEqual(
    steps(one.party.packets).map(() => [1, 0]),
  );
});
