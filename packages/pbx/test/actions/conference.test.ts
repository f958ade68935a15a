import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallAction } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const [OUTSIDE, ADA, BEN, CLEO] = [425, 600, 900, 1_300];
const MUSIC = 392;
const LIMIT_MS = 5_000;

let office: Office;
let ben: Phone;
let cleo: Phone;
let atOutside: PhoneCall;
let atAda: PhoneCall;
let atBen: PhoneCall;

const ada = '2880';

/** Outside calls Ada, who consults Ben. */
beforeEach(async () => {
  office = await Office.open();
  const phone = await office.addPhone(ada, { tone: ADA, autoAnswer: true });
  ben = await office.addPhone('2881', { tone: BEN, autoAnswer: true });
  cleo = await office.addPhone('2882', { tone: CLEO, autoAnswer: true });
  atOutside = await office.callIn(ada);
  await atOutside.untilHears(ADA, LIMIT_MS);
  atAda = await eventually(() => phone.calls[0], 'the call at Ada’s');
  atBen = await consult('2881', ben, BEN);
});

afterEach(async () => {
  await office.close();
});

async function act(endpointId: string, action: CallAction, state = 'connected'): Promise<void> {
  const call = office.pbx.calls(endpointId).find((one) => one.state === state);
  await office.pbx.act(endpointId, call?.callId ?? '', action);
}

async function consult(destination: string, phone: Phone, hz: number): Promise<PhoneCall> {
  await act(ada, { action: 'consult', destination });
  await atAda.untilHears(hz, LIMIT_MS);
  return await eventually(() => phone.calls[0], 'the consulted call');
}

/** Each of them hears all the others, and not itself. */
async function allHear(...parties: readonly (readonly [PhoneCall, number])[]): Promise<void> {
  for (const [call, own] of parties) {
    for (const [, hz] of parties) if (hz !== own) await call.untilHears(hz, LIMIT_MS);
    await eventually(() => !call.heard().tones.includes(own), `${own} does not hear itself`);
  }
}

const deaf = (call: PhoneCall, ...frequencies: number[]) =>
  eventually(() => frequencies.every((hz) => !call.heard().tones.includes(hz)), `no ${frequencies} Hz`);

test('an extension that is removed leaves it; the others talk on', async () => {
  await act(ada, { action: 'conference' });
  await allHear([atOutside, OUTSIDE], [atAda, ADA], [atBen, BEN]);
  office.pbx.directory.remove('2881');
  await deaf(atAda, BEN);
  await allHear([atOutside, OUTSIDE], [atAda, ADA]);
  expect(office.story('2881').at(-1)).toBe('idle/destNotObtainable');
  expect(office.pbx.calls(ada)).toMatchObject([{ state: 'connected', to: { number: '+16135550100' } }]);
});

test('three hear each other, and a fourth who is asked in', async () => {
  await act(ada, { action: 'conference' });
  await allHear([atOutside, OUTSIDE], [atAda, ADA], [atBen, BEN]);
  expect(office.pbx.calls(ada)).toHaveLength(1);
  const atCleo = await consult('2882', cleo, CLEO);
  await deaf(atAda, OUTSIDE, BEN);
  await atOutside.untilHears(BEN, LIMIT_MS);
  await act(ada, { action: 'conference' });
  await allHear([atOutside, OUTSIDE], [atAda, ADA], [atBen, BEN], [atCleo, CLEO]);
  expect(new Set(office.changes.slice(-3).map(({ trackingId }) => trackingId)).size).toBe(1);
});

test('who holds gives and hears nothing, and the others no music', async () => {
  await act(ada, { action: 'conference' });
  await allHear([atOutside, OUTSIDE], [atAda, ADA], [atBen, BEN]);
  await act(ada, { action: 'hold' });
  await deaf(atBen, ADA, MUSIC);
  await deaf(atOutside, ADA, MUSIC);
  await Promise.all([atOutside.untilHears(BEN, LIMIT_MS), atBen.untilHears(OUTSIDE, LIMIT_MS)]);
  await act(ada, { action: 'retrieve' }, 'held');
  await allHear([atOutside, OUTSIDE], [atAda, ADA], [atBen, BEN]);
  await atBen.hold();
  await deaf(atAda, BEN, MUSIC);
  await atAda.untilHears(OUTSIDE, LIMIT_MS);
});

test('two that are left talk on, with music when one of them holds', async () => {
  await act(ada, { action: 'conference' });
  await allHear([atOutside, OUTSIDE], [atAda, ADA], [atBen, BEN]);
  atAda.hangup();
  await office.settled();
  await allHear([atOutside, OUTSIDE], [atBen, BEN]);
  await act('2881', { action: 'hold' });
  await atOutside.untilHears(MUSIC, LIMIT_MS);
  atBen.hangup();
  await office.quiet();
  expect(atOutside.ended).toBe(true);
});

test('of several other calls the one to join must be named', async () => {
  const first = office.pbx.calls(ada)[0]?.callId ?? '';
  await consult('2882', cleo, CLEO);
  await expect(act(ada, { action: 'conference' })).rejects.toMatchObject({ code: 'wrongState' });
  await act(ada, { action: 'conference', otherCallId: first });
  const atCleo = await eventually(() => cleo.calls[0], 'the call at Cleo’s');
  await allHear([atOutside, OUTSIDE], [atAda, ADA], [atCleo, CLEO]);
  await atBen.untilHears(MUSIC, LIMIT_MS);
});

test('a call on hold whose phone is hung up leaves the conference', async () => {
  await act(ada, { action: 'conference' });
  await consult('2882', cleo, CLEO);
  atAda.hangup();
  await allHear([atOutside, OUTSIDE], [atBen, BEN]);
  await eventually(() => office.pbx.calls(ada).length === 0, 'Ada is out');
  expect(office.story(ada).at(-1)).toBe('idle/newCall');
});
