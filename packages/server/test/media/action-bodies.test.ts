import { callActions } from '@cordboard/contract';
import type { Phone } from '@cordboard/phone';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

const { ada, ben, cleo, admin } = people;
let company: Company;
let api: Api;
let desk: Phone;

beforeAll(async () => {
  company = await Company.temporary();
  api = await company.as(admin);
  desk = await company.phone(ada);
});
afterEach(() => company.quiet());
afterAll(() => company.close());

const act = (callId: string, body: unknown) => api.put(`/endpoints/2880/calls/${callId}`, body);

async function connected(): Promise<string> {
  await company.callIn(ada);
  (await until(() => desk.calls[0], 'the phone ringing')).answer();
  return await company.callId(ada, 'connected');
}

/** The call goes on as it was. */
async function goesOn(callId: string, state: string): Promise<void> {
  expect((await api.get(`/endpoints/2880/calls/${callId}`)).body).toMatchObject({ state });
}

describe('a body that is not an action is refused, and the field named', () => {
  test.each([
    ['no body', undefined, 'invalid_request', 'action', /action/],
    ['no action', {}, 'invalid_request', 'action', /action/],
    ['an action that is no text', { action: 7 }, 'invalid_request', 'action', /answer, end, hold/],
    ['an action that nobody knows', { action: 'hangup' }, 'unknown_action', 'action', /"hangup".*answer, end, hold/],
    ['an action in other letters', { action: 'Answer' }, 'unknown_action', 'action', /"Answer"/],
    ['an action without a name', { action: '' }, 'unknown_action', 'action', /answer, end, hold/],
    ['args that are no text', { action: 'consult', args: 2882 }, 'invalid_request', 'args', /body\.args/],
    ['a destination that is no text', { action: 'consult', destination: {} }, 'invalid_request', 'destination', /./],
    [
      'a destination without end',
      { action: 'consult', destination: '1'.repeat(257) },
      'invalid_request',
      'destination',
      /256/,
    ],
    ['a list', [{ action: 'end' }], 'invalid_request', 'body', /object/],
    ['consult without a destination', { action: 'consult' }, 'missing_argument', 'destination', /consult needs/],
    ['consult with blanks', { action: 'consult', args: '  ' }, 'missing_argument', 'destination', /consult needs/],
    ['blindTransfer without a destination', { action: 'blindTransfer' }, 'missing_argument', 'destination', /blindT/],
    ['redirect without a destination', { action: 'redirect' }, 'missing_argument', 'destination', /redirect needs/],
    ['supervisedTransfer without a call', { action: 'supervisedTransfer' }, 'missing_argument', 'args', /other call/],
  ])('%s', async (_name, body, code, param, words) => {
    const callId = await connected();
    const answer = await act(callId, body);
    expect(answer).toMatchObject({ status: 400, body: { name: 'BadRequest', code, param } });
    expect(answer.body.message).toMatch(words);
    await goesOn(callId, 'connected');
  });

  test('the words for an unknown action list every action there is', async () => {
    const { body } = await act(await connected(), { action: 'fly' });
    for (const action of callActions) expect(body.message).toContain(action);
  });
});

test.each([
  ['a call alone cannot confer', { action: 'conference' }, 409, 'wrong_call_state'],
  ['nor with itself, as Mitel’s program names it', { action: 'conference', args: '$own' }, 409, 'wrong_call_state'],
  ['nor with a call that is none', { action: 'conference', args: '999999' }, 404, 'unknown_call'],
  ['digits must be there', { action: 'dtmf' }, 400, 'invalid_request'],
  ['and be digits', { action: 'dtmf', args: '12x' }, 400, 'invalid_request'],
  ['what is not recorded is not paused', { action: 'pauseRecording' }, 409, 'wrong_call_state'],
  ['nor resumed', { action: 'resumeRecording' }, 409, 'wrong_call_state'],
  ['nor tagged', { action: 'tagRecording', args: '{"customer":"4711"}' }, 409, 'wrong_call_state'],
  ['tags must be an object', { action: 'tagRecording', args: '[1]' }, 400, 'invalid_request'],
  ['in JSON', { action: 'tagRecording', args: 'customer' }, 400, 'invalid_request'],
] as const)('%s', async (_name, body, status, code) => {
  const callId = await connected();
  const args = 'args' in body ? { args: body.args.replace('$own', callId) } : {};
  expect(await act(callId, { ...body, ...args })).toMatchObject({ status, body: { code } });
  await goesOn(callId, 'connected');
});

test('digits are sent, with the marks that people write between them', async () => {
  const callId = await connected();
  expect(await act(callId, { action: 'dtmf', args: '12 34-5#' })).toMatchObject({ status: 200, body: { callId } });
});

describe('a destination that cannot be reached leaves the call as it was', () => {
  test.each([
    ['a mistyped extension', '2889', 404, 'unknown_destination'],
    ['no number', 'nobody', 404, 'unknown_destination'],
    ['what looks like a URI', 'sip:2881@elsewhere.example', 404, 'unknown_destination'],
    ['more than one line', '2881\r\nX-Evil: 1', 404, 'unknown_destination'],
    ['an extension without a telephone', '2882', 409, 'endpoint_unreachable'],
  ])('%s', async (_name, destination, status, code) => {
    const callId = await connected();
    for (const action of ['blindTransfer', 'consult']) {
      expect(await act(callId, { action, destination })).toMatchObject({ status, body: { code } });
      await goesOn(callId, 'connected');
    }
  });

  test('redirect: it rings on', async () => {
    await company.callIn(ada);
    const callId = await company.callId(ada, 'ringing');
    const answer = await act(callId, { action: 'redirect', destination: '2882' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'endpoint_unreachable' } });
    expect(answer.body.message).toContain('2882');
    await goesOn(callId, 'ringing');
    expect(desk.calls[0]?.state).toBe('ringing');
  });
});

describe('answer', () => {
  test('of a telephone without the talk event is a conflict, in words, and it rings on', async () => {
    await company.phone(ben, { talk: false });
    await company.callIn(ben);
    const callId = await company.callId(ben, 'ringing');
    const { status, body } = await api.put(`/endpoints/2881/calls/${callId}`, { action: 'answer' });
    expect([status, body.code]).toEqual([409, 'remote_answer_unsupported']);
    expect(body.message).toMatch(/Cordboard phone.*Allow-Events: talk/);
    expect((await api.get(`/endpoints/2881/calls/${callId}`)).body.state).toBe('ringing');
  });

  test('with a telephone beside it that can: that one takes the call', async () => {
    const deaf = await company.phone(cleo, { talk: false });
    const able = await company.phone(cleo);
    await company.callIn(cleo);
    await until(() => deaf.calls[0] && able.calls[0], 'both ringing');
    const callId = await company.callId(cleo, 'ringing');
    const { status } = await api.put(`/endpoints/2882/calls/${callId}`, { action: 'answer' });
    expect(status).toBe(200);
    expect(able.calls[0]?.state).toBe('connected');
    await until(() => deaf.calls.length === 0, 'the other phone silent');
  });
});
