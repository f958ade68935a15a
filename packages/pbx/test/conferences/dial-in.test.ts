import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { CODE, LIMIT_MS, NUMBER, RoomOffice } from './room-office.ts';

const [ADA, BEN, OUTSIDE] = [600, 900, 425];
/** Of the signals that ask for the code and refuse it. */
const [ASK, WRONG, ENOUGH] = [660, 330, 370];

let rooms: RoomOffice;

beforeEach(async () => {
  rooms = await RoomOffice.open();
});

afterEach(() => rooms.close());

async function dial(tone = ADA) {
  const phone = await rooms.office.addPhone('2880', { tone });
  const call = await phone.dial(NUMBER);
  await call.until('connected', LIMIT_MS);
  return call;
}

test('a caller is asked for the code, types it, and is in', async () => {
  const call = await dial();
  await call.untilHears(ASK, LIMIT_MS);
  call.press(CODE);
  const party = await rooms.until('2880', 'room');
  expect(party).toMatchObject({ muted: false, party: { number: '2880', endpointId: '2880' } });
  const ben = await rooms.dialIn('2881', BEN);
  await call.untilHears(BEN, LIMIT_MS);
  await ben.untilHears(ADA, LIMIT_MS);
  expect(rooms.office.pbx.calls('2880')).toMatchObject([{ state: 'connected', to: { number: NUMBER } }]);
  ben.hangup();
  call.hangup();
  await rooms.office.quiet();
  expect(rooms.story('2880')).toEqual(['room', 'gone left']);
  expect(rooms.changes.at(-1)).toMatchObject({ room: { state: 'ended' } });
});

test('an outside caller comes in by the trunk, and types by INFO', async () => {
  const call = await rooms.office.callIn(NUMBER);
  await call.until('connected', LIMIT_MS);
  for (const digit of `${CODE}#`) expect(await call.pressByInfo(digit)).toBe(200);
  await rooms.until('+16135550100', 'room');
  const ada = await rooms.dialIn('2880', ADA);
  await call.untilHears(ADA, LIMIT_MS);
  await ada.untilHears(OUTSIDE, LIMIT_MS);
});

test('a DID leads to the conferences', async () => {
  rooms.office.pbx.routes.numbers.set({ number: '+16135550170', destination: NUMBER });
  const call = await rooms.office.callIn('+16135550170');
  await call.untilHears(ASK, LIMIT_MS);
});

test('a wrong code may be tried three times', async () => {
  const call = await dial();
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    call.press('12#');
    await call.untilHears(WRONG, LIMIT_MS);
    if (attempt < 3) await call.untilHears(ASK, LIMIT_MS);
  }
  await call.until('ended', LIMIT_MS);
  await rooms.office.quiet();
  expect(rooms.changes).toEqual([]);
});

test('who has guessed too often is told so, and the call ends', async () => {
  rooms.admission = { refuses: 'tooManyGuesses' };
  const call = await dial();
  await call.untilHears(ASK, LIMIT_MS);
  call.press(CODE);
  await call.untilHears(ENOUGH, LIMIT_MS);
  await call.until('ended', LIMIT_MS);
});

test('a mistyped code is begun anew with the star', async () => {
  const call = await dial();
  call.press(`12*${CODE}`);
  await rooms.until('2880', 'room');
});

test('a call that a program makes leads there, too', async () => {
  const phone = await rooms.office.addPhone('2880', { tone: ADA, autoAnswer: true });
  await rooms.office.pbx.makeCall('2880', { to: NUMBER });
  const call = await eventually(() => phone.calls[0], 'the call');
  await call.untilHears(ASK, LIMIT_MS);
  call.press(CODE);
  await rooms.until('2880', 'room');
});

test('a caller who hangs up while asked leaves nothing behind', async () => {
  const call = await dial();
  await call.untilHears(ASK, LIMIT_MS);
  call.press('12');
  call.hangup();
  await rooms.office.quiet();
  expect(rooms.office.story('2880').at(-1)).toBe('idle/newCall');
});
