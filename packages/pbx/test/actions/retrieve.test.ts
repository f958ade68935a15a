import type { Phone, PhoneCall, PhoneOptions } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../src/index.ts';
import { sdpAnswer } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;

beforeEach(async () => {
  office = await Office.open({ timings: { answerTimeoutMs: 300 } });
});

afterEach(async () => {
  await office.close();
});

/** A phone that talks with outside, and has put outside on hold itself. */
async function holding(o: Partial<PhoneOptions> = {}): Promise<{ atPhone: PhoneCall; caller: PhoneCall; call: Call }> {
  const phone: Phone = await office.addPhone('2880', { tone: 600, autoAnswer: true, ...o });
  const caller = await office.callIn('2880');
  await caller.until('connected', 5_000);
  const atPhone = await eventually(() => phone.calls[0], 'the call at the phone');
  await atPhone.hold();
  return { atPhone, caller, call: await office.call('2880', 'held') };
}

const retrieve = (call: Call) => office.pbx.act('2880', call.callId, { action: 'retrieve' });

test('a phone that obeys takes the call back that it holds itself, and both hear each other', async () => {
  const { atPhone, caller, call } = await holding();
  expect(await retrieve(call)).toMatchObject({ state: 'connected' });
  await Promise.all([atPhone.untilHears(425, 5_000), caller.untilHears(600, 5_000)]);
});

test('a phone that placed the call itself is asked too, for it said what it can do when it registered', async () => {
  const phone = await office.addPhone('2880', { tone: 600 });
  const atPhone = await phone.dial('+16135550100');
  (await eventually(() => office.outside.calls[0], 'it rings outside')).answer();
  await atPhone.until('connected', 5_000);
  await atPhone.hold();
  expect(await retrieve(await office.call('2880', 'held'))).toMatchObject({ state: 'connected' });
  await atPhone.untilHears(425, 5_000);
});

test('a phone that refuses, or says yes and does nothing, keeps its hold', async () => {
  const phone = await office.addDevice('2880');
  const caller = await office.callIn('2880');
  const invite = await phone.rings();
  invite.ring(180, { headers: { 'Allow-Events': 'talk' } });
  const session = invite.answer({ body: sdpAnswer(invite) });
  const statuses = [489, 200];
  session.onRequest((incoming) => incoming.respond(statuses.shift() ?? 500));
  await caller.until('connected', 5_000);
  await session.reinvite(phone.sdp().offer({ direction: 'sendonly' }));
  const call = await office.call('2880', 'held');
  await expect(retrieve(call)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('489') });
  await expect(retrieve(call)).rejects.toMatchObject({ code: 'timeout' });
  expect(office.pbx.calls('2880')[0]?.state).toBe('held');
});

test('of a hold by a program and one by the phone both are ended', async () => {
  const { atPhone, caller, call } = await holding();
  await atPhone.retrieve();
  await office.pbx.act('2880', call.callId, { action: 'hold' });
  await caller.untilHears(392, 5_000);
  await atPhone.hold();
  await retrieve(call);
  await Promise.all([atPhone.untilHears(425, 5_000), caller.untilHears(600, 5_000)]);
});

test('a phone that knows no such request keeps its hold, and the program learns why', async () => {
  const { atPhone, call } = await holding({ talk: false });
  await expect(retrieve(call)).rejects.toMatchObject({
    code: 'remoteAnswerUnsupported',
    message: expect.stringContaining('take the call back at the phone'),
  });
  expect([atPhone.state, office.pbx.calls('2880')[0]?.state]).toEqual(['held', 'held']);
});
