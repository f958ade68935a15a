import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { Company } from './support/company.ts';
import { extraOf, withExtra } from './support/extra.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

const { ada, ben, cleo, admin } = people;
let company: Company;
let api: Api;
const desks: Record<'ada' | 'ben' | 'cleo', Phone> = {} as never;

beforeAll(async () => {
  company = await Company.temporary();
  api = await company.as(admin);
  for (const name of ['ada', 'ben', 'cleo'] as const) desks[name] = await company.phone(people[name]);
});
afterEach(() => company.quiet());
afterAll(() => company.close());

const act = (endpointId: string, callId: string, body: object) =>
  api.put(`/endpoints/${endpointId}/calls/${callId}`, body);
const self = (endpointId: string, callId: string) => ({ self: `/2017-09-01/endpoints/${endpointId}/calls/${callId}` });
const rings = (desk: Phone) => until(() => desk.calls.find((call) => call.state === 'ringing'), 'a phone ringing');

/** Ada talks with the outside party. */
async function talk(): Promise<{ callId: string; caller: PhoneCall; desk: PhoneCall }> {
  const caller = await company.callIn(ada);
  const desk = await rings(desks.ada);
  desk.answer();
  const callId = await company.callId(ada, 'connected');
  await caller.until('connected', 2_000);
  return { callId, caller, desk };
}

test('answer lifts the receiver', async () => {
  const caller = await company.callIn(ada);
  const desk = await rings(desks.ada);
  const callId = await company.callId(ada, 'ringing');
  const { status, body } = await act('2880', callId, { action: 'answer' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ callId, state: 'connected', cause: 'newCall', _links: self('2880', callId) });
  await Promise.all([desk.until('connected', 2_000), caller.until('connected', 2_000)]);
});

test('end hangs up, and the answer is the call as it was at its end', async () => {
  const { callId, caller, desk } = await talk();
  const { status, body } = await act('2880', callId, { action: 'end' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ callId, state: 'idle', completed: true, endTime: expect.any(String) });
  expect(body.billingTime).toBeGreaterThanOrEqual(0);
  await Promise.all([desk.until('ended', 2_000), caller.until('ended', 2_000)]);
  expect((await api.get('/endpoints/2880/calls')).body.count).toBe(0);
});

test('end of a ringing call declines it', async () => {
  const caller = await company.callIn(ada);
  const callId = await company.callId(ada, 'ringing');
  const { body } = await act('2880', callId, { action: 'end' });
  expect(body).toMatchObject({ state: 'idle', cause: 'busy', completed: false });
  await caller.until('ended', 2_000);
  expect(caller.status).toBe(603);
});

test('hold and retrieve, by their names and by hold twice', async () => {
  const { callId } = await talk();
  const states = [];
  for (const action of ['hold', 'retrieve', 'hold', 'hold']) {
    const { status, body } = await act('2880', callId, { action });
    expect(status).toBe(200);
    states.push(body.state);
  }
  expect(states).toEqual(['held', 'connected', 'held', 'connected']);
});

test('redirect takes a ringing call elsewhere, under another id', async () => {
  const caller = await company.callIn(ada);
  const first = await rings(desks.ada);
  const callId = await company.callId(ada, 'ringing');
  const { status, body } = await act('2880', callId, { action: 'redirect', destination: '2881' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ callId, state: 'idle', cause: 'redirected', completed: false });
  await Promise.all([first.until('ended', 2_000), rings(desks.ben)]);
  const next = await company.callId(ben, 'ringing');
  expect(next).not.toBe(callId);
  expect(withExtra((await api.get(`/endpoints/2881/calls/${next}`)).body)).toMatchObject({
    cause: 'redirected',
    from: '+16135550100',
    to: '2881',
    extraPbxData: { calledDevice: '2880', callTrackingID: extraOf(body).callTrackingID },
  });
  expect(caller.state).toBe('ringing');
});

test.each([
  ['destination', { destination: '2881' }],
  ['args', { args: '2881' }],
  ['both, and destination wins', { args: '17', destination: '2881' }],
  ['a number with marks', { destination: ' (288) 1' }],
])('blindTransfer sends the far party on: %s', async (_name, where) => {
  const { callId, caller, desk } = await talk();
  const { status, body } = await act('2880', callId, { action: 'blindTransfer', ...where });
  expect(status).toBe(200);
  expect(body).toMatchObject({ callId, state: 'idle', cause: 'transfer' });
  await desk.until('ended', 2_000);
  (await rings(desks.ben)).answer();
  const next = await company.callId(ben, 'connected');
  expect((await api.get(`/endpoints/2881/calls/${next}`)).body).toMatchObject({
    from: '+16135550100',
    cause: 'transfer',
  });
  expect(caller.state).toBe('connected');
});

test.each([
  ['the consultation names the held call in args', 'consultation', 'args'],
  ['the held call names the consultation in args', 'held', 'args'],
  ['callId in place of args', 'consultation', 'callId'],
  ['the long form', 'consultation', 'long'],
])('consult, then supervisedTransfer: %s', async (_name, subject, argument) => {
  const { callId: held, caller, desk } = await talk();
  const consulted = await act('2880', held, { action: 'consult', args: '2882' });
  expect(consulted).toMatchObject({ status: 200, body: { callId: held, state: 'held' } });
  const { items } = (await api.get('/endpoints/2880/calls')).body._embedded;
  const { callId: consultation } = items.find((call: { callId: string }) => call.callId !== held);
  expect(items).toHaveLength(2);
  const callee = await rings(desks.cleo);
  callee.answer();
  await company.callId(cleo, 'connected');

  const [on, other] = subject === 'held' ? [held, consultation] : [consultation, held];
  const words = { args: { args: other }, callId: { callId: other }, long: { args: `endpoints/2880/calls/${other}` } };
  const body = { action: 'supervisedTransfer', ...words[argument as 'args'] };
  const { status, body: after } = await act('2880', on, body);
  expect(status).toBe(200);
  expect(after).toMatchObject({ callId: on, state: 'idle', cause: 'transfer' });
  await desk.until('ended', 2_000);
  expect((await api.get('/endpoints/2880/calls')).body.count).toBe(0);
  const theirs = await company.callId(cleo, 'connected');
  expect((await api.get(`/endpoints/2882/calls/${theirs}`)).body).toMatchObject({
    cause: 'transfer',
    from: '+16135550100',
  });
  expect([caller.state, callee.state]).toEqual(['connected', 'connected']);
});

test("arguments that an action does not need are ignored, as Mitel's own program sends them", async () => {
  const { callId } = await talk();
  const body = { action: 'hold', args: callId, anything: { else: true } };
  expect(await act('2880', callId, body)).toMatchObject({ status: 200, body: { state: 'held' } });
});

test('an action may name the call by its long id', async () => {
  const { callId } = await talk();
  const long = encodeURIComponent(`endpoints/2880/calls/${callId}`);
  expect(await act('2880', long, { action: 'end' })).toMatchObject({ status: 200, body: { callId, state: 'idle' } });
});
