import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallAction } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const MUSIC = 392;

let office: Office;
let callee: Phone;
let one: PhoneCall;
let other: PhoneCall;

beforeEach(async () => {
  office = await Office.open();
  const caller = await office.addPhone('2880', { tone: 600 });
  callee = await office.addPhone('2881', { tone: 900, autoAnswer: true });
  one = await caller.dial('2881');
  await one.untilHears(900, 5_000);
  other = await eventually(() => callee.calls[0], 'the call at the callee');
});

afterEach(async () => {
  await office.close();
});

const act = (endpointId: string, action: CallAction['action']) =>
  office.pbx.act(endpointId, office.pbx.calls(endpointId)[0]?.callId ?? '', { action } as CallAction);

/** Nothing comes to this side any more, while the other one goes on hearing. */
async function hearsNothing(silent: PhoneCall, hearing: PhoneCall): Promise<void> {
  await eventually(async () => {
    const [before, heard] = [silent.heard().packetsReceived, hearing.heard().packetsReceived];
    await eventually(() => hearing.heard().packetsReceived > heard + 10, 'the other side hears');
    return silent.heard().packetsReceived === before;
  }, 'silence');
}

test('the held party hears music, the holder nothing', async () => {
  await act('2880', 'hold');
  await other.untilHears(MUSIC, 5_000);
  await hearsNothing(one, other);
  expect([one.state, other.state]).toEqual(['connected', 'connected']);
});

test('after retrieve both hear each other', async () => {
  await act('2880', 'hold');
  await other.untilHears(MUSIC, 5_000);
  await act('2880', 'retrieve');
  await Promise.all([one.untilHears(900, 5_000), other.untilHears(600, 5_000)]);
});

test('a phone that holds itself hears nothing, its party hears music', async () => {
  await one.hold();
  await other.untilHears(MUSIC, 5_000);
  await hearsNothing(one, other);
  await one.retrieve();
  await Promise.all([one.untilHears(900, 5_000), other.untilHears(600, 5_000)]);
});

test('held by both sides, neither hears anything until both have taken it back', async () => {
  await act('2880', 'hold');
  await act('2881', 'hold');
  await act('2880', 'retrieve');
  await one.untilHears(MUSIC, 5_000);
  await act('2881', 'retrieve');
  await Promise.all([one.untilHears(900, 5_000), other.untilHears(600, 5_000)]);
});

test('a phone that takes the call back wants to talk, also when a program had put it on hold besides', async () => {
  await act('2880', 'hold');
  await one.hold();
  await one.retrieve();
  await Promise.all([one.untilHears(900, 5_000), other.untilHears(600, 5_000)]);
  expect(office.pbx.calls('2880')[0]?.state).toBe('connected');
});

test('a trunk that holds plays its own music: it is heard', async () => {
  one.hangup();
  await office.quiet();
  const outside = await office.callIn('2881');
  const inside = await eventually(() => callee.calls[0], 'the call at the callee');
  await inside.untilHears(425, 5_000);
  await outside.hold();
  await office.settled();
  await inside.untilHears(425, 5_000);
  expect(office.pbx.calls('2881')[0]?.state).toBe('connected');
});

test.each(['hold', 'retrieve'] as const)('%s of a call that is over is refused', async (action) => {
  const { callId } = office.pbx.calls('2880')[0] ?? { callId: '' };
  one.hangup();
  await office.quiet();
  await expect(office.pbx.act('2880', callId, { action })).rejects.toMatchObject({ code: 'unknownCall' });
});

test('a call of another endpoint cannot be acted on', async () => {
  const { callId } = office.pbx.calls('2881')[0] ?? { callId: '' };
  await expect(office.pbx.act('2880', callId, { action: 'hold' })).rejects.toMatchObject({ code: 'unknownCall' });
  await expect(office.pbx.act('2999', callId, { action: 'hold' })).rejects.toMatchObject({ code: 'unknownEndpoint' });
});
