import { toneSamples } from '@cordboard/rtp';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { only, Studio, steps } from './support/studio.ts';

const TONES = [410, 585, 795, 1_010, 1_195, 1_405, 1_620, 1_815, 2_030, 2_215, 2_390, 2_645];
/** So soft that all together stay below the limiter's knee. */
const SOFT = 2_600;
const UNHEARD = 500;

let studio: Studio;

afterEach(async () => {
  await studio.close();
});

/** Parties in one mixer, of both laws by turns, each saying its own tone. */
async function conference(tones: readonly number[]) {
  studio = await Studio.open({ count: tones.length + 2 });
  const mixer = studio.plane.openMixer();
  const seats = [];
  for (const [index, hz] of tones.entries()) {
    const seat = { hz, ...(await studio.join(hz, only(index % 2 === 0 ? 'PCMU' : 'PCMA'), SOFT)) };
    mixer.add(seat.session);
    seat.party.talk();
    seats.push(seat);
  }
  return { mixer, seats };
}

type Seat = Awaited<ReturnType<typeof conference>>['seats'][number];

const othersOf = (seats: readonly Seat[], one: Seat) => seats.filter((seat) => seat !== one).map(({ hz }) => hz);

test('each of twelve hears every other, and nobody itself', async () => {
  const { seats } = await conference(TONES);
  for (const seat of seats) await seat.party.untilHears(...othersOf(seats, seat));
  for (const { party, hz } of seats) await eventually(() => party.level(hz) < UNHEARD, `${hz} does not hear itself`);
  for (const { party } of seats)
    expect(steps(party.packets).map(([sequence, time]) => [sequence, time % 160])).toEqual(
      steps(party.packets).map(() => [1, 0]),
    );
});

test('of thirty-two parties one talks, and all others hear it', async () => {
  const { seats } = await conference(Array.from({ length: 32 }, (_, index) => (index === 0 ? 400 : 1_000 + index)));
  const [first, ...others] = seats as [Seat, ...Seat[]];
  for (const { party } of others) party.hush();
  for (const { party } of others) await eventually(() => party.level(first.hz) > 2_000, 'the first one is heard');
  await eventually(() => first.party.level(first.hz) < UNHEARD, 'but not by itself');
});

test('who is muted is heard by nobody and hears all; who is deaf is heard and hears nothing', async () => {
  const { mixer, seats } = await conference(TONES.slice(0, 3));
  const [one, other, third] = seats as [Seat, Seat, Seat];
  await third.party.untilHears(one.hz, other.hz);
  mixer.mute(one.session);
  await eventually(() => third.party.level(one.hz) < UNHEARD, 'the muted one is silent');
  await Promise.all([one.party.untilHears(other.hz, third.hz), third.party.untilHears(other.hz)]);

  mixer.mute(one.session, false);
  await third.party.untilHears(one.hz, other.hz);
  mixer.deafen(one.session);
  await one.session.stats();
  const heard = one.party.packets.length;
  await third.party.untilPackets(third.party.packets.length + 20);
  expect(one.party.packets.length).toBeLessThanOrEqual(heard + 1);
  await third.party.untilHears(one.hz);
  mixer.deafen(one.session, false);
  await eventually(() => one.party.packets.length > heard + 15, 'it hears again');
});

test('who leaves is out; the others go on', async () => {
  const { mixer, seats } = await conference(TONES.slice(0, 4));
  const [one, other, third, fourth] = seats as [Seat, Seat, Seat, Seat];
  await third.party.untilHears(one.hz, other.hz, fourth.hz);
  mixer.mute(one.session);
  mixer.remove(one.session);
  other.session.close();
  one.session.join(fourth.session);
  await Promise.all([one.party.untilHears(fourth.hz), fourth.party.untilHears(one.hz)]);
  expect(mixer.size).toBe(1);
  await eventually(() => [one, other, fourth].every(({ hz }) => third.party.level(hz) < UNHEARD), 'the third is alone');
  mixer.add(fourth.session);
  await Promise.all([fourth.party.untilHears(third.hz), third.party.untilHears(fourth.hz)]);
});

test('a sound is heard by all beside the others, once; another one takes its place', async () => {
  const { mixer, seats } = await conference(TONES.slice(0, 2));
  const [one, other] = seats as [Seat, Seat];
  await one.party.untilHears(other.hz);
  const gong = (hz: number, ms: number) => toneSamples([hz], { from: 0, count: ms * 8 });
  const first = mixer.play(gong(3_000, 60_000));
  await Promise.all([one.party.untilHears(3_000, other.hz), other.party.untilHears(3_000, one.hz)]);
  const second = mixer.play(gong(2_800, 600));
  expect(await first).toBe('stopped');
  await one.party.untilHears(2_800, other.hz);
  expect(await second).toBe('end');
  await eventually(() => one.party.level(2_800) < UNHEARD && one.party.hears(other.hz), 'the sound is over');
});

test('a closed mixer leaves everybody alone', async () => {
  const { mixer, seats } = await conference(TONES.slice(0, 2));
  const [one, other] = seats as [Seat, Seat];
  await one.party.untilHears(other.hz);
  mixer.close();
  mixer.add(one.session);
  mixer.close();
  expect([mixer.size, await mixer.play(new Int16Array(160))]).toEqual([0, 'stopped']);
  one.session.join(other.session);
  await one.party.untilHears(other.hz);
});
