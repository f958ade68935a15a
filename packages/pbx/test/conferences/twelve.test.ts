import type { PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SoundFile } from '../media/support/sound-file.ts';
import { eventually } from '../support/eventually.ts';
import { deaf, LIMIT_MS, RoomOffice, talk } from './room-office.ts';

/** Far enough from each other for the ear, and no two add up to a third. */
const TONES = [430, 540, 650, 760, 870, 980, 1_090, 1_210, 1_330, 1_450, 1_570, 1_690];
const ROOM = 'monday';

let rooms: RoomOffice;

beforeEach(async () => {
  rooms = await RoomOffice.open();
});

afterEach(() => rooms.close());

/** One after the other speaks, and all others hear. */
async function allHear(calls: readonly PhoneCall[]): Promise<void> {
  for (const [at, speaker] of calls.entries()) {
    const hz = TONES[at] as number;
    speaker.playTone(hz);
    await Promise.all(calls.map((call) => (call === speaker ? undefined : call.untilHears(hz, LIMIT_MS))));
    expect(speaker.heard().tones).not.toContain(hz);
    speaker.playTone();
  }
}

test('twelve telephones dial in, and every one hears every other', async () => {
  const calls = await Promise.all(TONES.map((hz, at) => rooms.dialIn(String(2_880 + at), hz)));
  for (const call of calls) call.playTone();
  await allHear(calls);
  expect(rooms.conferences.parties(ROOM)).toHaveLength(12);
  for (const call of calls) call.hangup();
  await rooms.office.quiet();
  expect(rooms.changes.at(-1)?.room.state).toBe('ended');
}, 40_000);

test('a meeting is recorded: all voices, the pauses left out', async () => {
  rooms.admission = { settings: { record: true } };
  const ada = await rooms.dialIn('2880', 600);
  const ben = await rooms.dialIn('2881', 900);
  await ada.untilHears(900, LIMIT_MS);
  await eventually(() => rooms.recordings[0]?.conferenceId === ROOM, 'a recording');
  expect(rooms.conferences.room(ROOM)).toMatchObject({ recording: 'recording' });
  await talk(ada, 2_000);
  rooms.conferences.record(ROOM, 'pause');
  ben.playTone(1_300);
  await ada.untilHears(1_300, LIMIT_MS);
  await talk(ada, 1_000);
  ben.playTone(900);
  await deaf(ada, 1_300);
  rooms.conferences.record(ROOM, 'resume');
  await talk(ada, 1_000);
  rooms.conferences.end(ROOM);
  const end = await eventually(() => rooms.recordings.find(({ state }) => state === 'ended'), 'the end');
  const [start] = rooms.recordings;
  expect(rooms.recordings.map(({ state }) => state)).toEqual(['recording', 'paused', 'recording', 'ended']);
  const sound = await SoundFile.read(end.file);
  for (const hz of [600, 900]) expect(sound.heardMs(hz)).toBeGreaterThanOrEqual(2_500);
  expect(sound.heardMs(1_300)).toBeLessThanOrEqual(200);
  expect([sound.toldMs, sound.ms]).toEqual([end.durationMs, end.durationMs]);
  expect(end.durationMs).toBeGreaterThanOrEqual(2_900);
  expect(end.durationMs).toBeLessThan((end.endedAt ?? 0) - (start?.startedAt ?? 0));
});

test('what was stopped is over, and another recording may begin', async () => {
  const ada = await rooms.dialIn('2880', 600);
  expect(() => rooms.conferences.record(ROOM, 'pause')).toThrow('not being recorded');
  for (const _ of [1, 2]) {
    rooms.conferences.record(ROOM, 'start');
    await talk(ada, 500);
    rooms.conferences.record(ROOM, 'stop');
  }
  const ended = () => rooms.recordings.filter(({ state }) => state === 'ended');
  await eventually(() => ended().length === 2, 'two recordings');
  expect(new Set(ended().map(({ file }) => file)).size).toBe(2);
});
