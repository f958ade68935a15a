import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { deaf, LIMIT_MS, RoomOffice, talk } from './room-office.ts';

const [ADA, BEN, CLEO] = [600, 900, 1_300];
const MUSIC = 392;
const ROOM = 'monday';

let rooms: RoomOffice;

beforeEach(async () => {
  rooms = await RoomOffice.open();
});

afterEach(() => rooms.close());

test('who is muted hears and is not heard, also after its own hold', async () => {
  const ada = await rooms.dialIn('2880', ADA);
  const ben = await rooms.dialIn('2881', BEN);
  await ada.untilHears(BEN, LIMIT_MS);
  rooms.conferences.mute(ROOM, '2881', true);
  await deaf(ada, BEN);
  await ben.untilHears(ADA, LIMIT_MS);
  await ben.hold();
  await ben.retrieve();
  await ben.untilHears(ADA, LIMIT_MS);
  await deaf(ada, BEN);
  rooms.conferences.mute(ROOM, '2881', false);
  await ada.untilHears(BEN, LIMIT_MS);
  expect(rooms.story('2881')).toEqual(['room', 'room muted', 'room']);
});

test('everybody is muted but the one who speaks', async () => {
  const ada = await rooms.dialIn('2880', ADA);
  const ben = await rooms.dialIn('2881', BEN);
  await ada.untilHears(BEN, LIMIT_MS);
  rooms.conferences.muteAll(ROOM, true, '2880');
  await ben.untilHears(ADA, LIMIT_MS);
  await deaf(ada, BEN);
});

test('who comes in may be muted from the start', async () => {
  rooms.admission = { settings: { muteOnEntry: true } };
  const ada = await rooms.dialIn('2880', ADA);
  const ben = await rooms.dialIn('2881', BEN);
  expect(rooms.party('2881')).toMatchObject({ muted: true });
  rooms.conferences.mute(ROOM, '2880', false);
  await ben.untilHears(ADA, LIMIT_MS);
  await talk(ada, 1_000);
  expect(ada.heard().tones).not.toContain(BEN);
});

test('the lobby has music until somebody admits', async () => {
  const ada = await rooms.dialIn('2880', ADA);
  rooms.admission = { waits: true };
  const ben = await rooms.dialIn('2881', BEN);
  await ben.untilHears(MUSIC, LIMIT_MS);
  await deaf(ada, BEN);
  expect(rooms.party('2881')?.joinedAt).toBeUndefined();
  rooms.conferences.admit(ROOM, '2881');
  await ada.untilHears(BEN, LIMIT_MS);
  await ben.untilHears(ADA, LIMIT_MS);
  expect(rooms.story('2881')).toEqual(['lobby', 'room']);
  expect(() => rooms.conferences.admit(ROOM, '2881')).toThrow('not in its lobby');
});

test('who is put on hold hears music, and is taken back', async () => {
  const ada = await rooms.dialIn('2880', ADA);
  const ben = await rooms.dialIn('2881', BEN);
  rooms.conferences.hold(ROOM, '2881', true);
  await ben.untilHears(MUSIC, LIMIT_MS);
  await deaf(ada, BEN);
  rooms.conferences.hold(ROOM, '2881', false);
  await ada.untilHears(BEN, LIMIT_MS);
});

test('who is removed is hung up; who is called is in at once; the end is the end for all', async () => {
  const ada = await rooms.dialIn('2880', ADA);
  const ben = await rooms.dialIn('2881', BEN);
  rooms.conferences.remove(ROOM, '2881');
  await ben.until('ended', LIMIT_MS);
  expect(rooms.story('2881')).toEqual(['room', 'gone removed']);
  const phone = await rooms.office.addPhone('2882', { tone: CLEO });
  const settings = { conferenceId: ROOM, name: 'Monday round', muteOnEntry: false, record: false };
  const from = { number: '2880', name: 'Ada' };
  expect(rooms.conferences.ring({ settings, participantId: 'cleo', to: '2882', from })).toMatchObject({
    place: 'ringing',
  });
  const cleo = await eventually(() => phone.calls[0], 'the call to Cleo');
  cleo.answer();
  await cleo.untilHears(ADA, LIMIT_MS);
  await ada.untilHears(CLEO, LIMIT_MS);
  rooms.conferences.end(ROOM);
  await ada.until('ended', LIMIT_MS);
  await cleo.until('ended', LIMIT_MS);
  await rooms.office.quiet();
  expect(rooms.story('cleo')).toEqual(['ringing', 'room', 'gone ended']);
  expect(rooms.conferences.room(ROOM)).toBeUndefined();
});

test('who does not lift is not reached, and the meeting of nobody ends', async () => {
  const phone = await rooms.office.addPhone('2882');
  const settings = { conferenceId: ROOM, name: undefined, muteOnEntry: false, record: false };
  rooms.conferences.ring({ settings, participantId: 'cleo', to: '2882', from: { number: '2880' } });
  const cleo = await eventually(() => phone.calls[0], 'the call to Cleo');
  cleo.reject();
  await rooms.office.quiet();
  expect(rooms.story('cleo')).toEqual(['ringing', 'gone notReached']);
  expect(rooms.changes.at(-1)?.room.state).toBe('ended');
  const unknown = { settings, participantId: 'x', to: '2999', from: { number: '2880' } };
  expect(() => rooms.conferences.ring(unknown)).toThrow('There is no extension 2999');
});

test('behind a locked door nobody comes in', async () => {
  await rooms.dialIn('2880', ADA);
  rooms.conferences.lock(ROOM, true);
  await expect(rooms.dialIn('2881', BEN)).rejects.toThrow();
  expect(rooms.party('2881')).toBeUndefined();
});
