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
let callee: Phone;

beforeAll(async () => {
  company = await Company.temporary();
  api = await company.as(ada);
  desk = await company.phone(ada, { autoAnswer: 'header' });
  callee = await company.phone(ben);
});
afterEach(() => company.quiet());
afterAll(() => company.close());

const make = (body: unknown, by: Api = api) => by.post('/endpoints/2880/calls', body);
const rings = (phone: Phone) => until(() => phone.calls[0], 'a phone ringing');

describe('a call made by a program', () => {
  test("picks up the endpoint's telephone, then rings the callee; it is connected from the start", async () => {
    const { status, body } = await make({ to: '2881' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: '2880',
      fromPrincipalId: ada.userId,
      to: '2881',
      toPrincipalId: ben.userId,
      toName: ben.name,
      state: 'connected',
      cause: 'newCall',
      direction: 'outbound',
      _links: { self: `/2017-09-01/endpoints/2880/calls/${body.callId}` },
    });
    expect(desk.calls[0]).toMatchObject({ state: 'connected', remote: { number: '2881' } });
    const ringing = await rings(callee);
    expect(ringing.remote).toEqual({ number: '2880', name: ada.name });
    ringing.answer();
    await company.callId(ben, 'connected');
    expect((await api.get(`/endpoints/2880/calls/${body.callId}`)).body.state).toBe('connected');
  });

  test('shows the name that was asked for', async () => {
    await make({ to: '2881', fromName: 'The "Front" Desk' });
    expect((await rings(callee)).remote).toEqual({ number: '2880', name: 'The "Front" Desk' });
  });

  test('carries no more headers than it should, whatever stands in its name', async () => {
    await make({ to: '2881', fromName: 'Desk\r\nP-Asserted-Identity: <sip:911@x>\r\nX' });
    const { remote } = await rings(callee);
    expect(remote.number).toBe('2880');
    expect(remote.name).not.toMatch(/[\r\n]/);
  });

  test('is declined by the callee: it ends as busy', async () => {
    const { body } = await make({ to: '2881' });
    (await rings(callee)).reject();
    await until(async () => (await api.get(`/endpoints/2880/calls/${body.callId}`)).status === 404, 'its end');
    await until(() => desk.calls.length === 0, 'the own phone free');
  });

  test('may be told how long the callee rings', async () => {
    const { status } = await make({ to: '2881', originateTimeout: 1 });
    expect(status).toBe(200);
    await rings(callee);
    await until(() => callee.calls.length === 0 && desk.calls.length === 0, 'the ringing end');
  });

  test('rings until somebody lifts a telephone that does not answer by itself', async () => {
    const own = await company.phone(cleo);
    const made = (await company.as(cleo)).post('/endpoints/2882/calls', { to: '2881' });
    const call = await rings(own);
    expect(callee.calls).toEqual([]);
    call.answer();
    expect((await made).body).toMatchObject({ state: 'connected', direction: 'outbound' });
    await rings(callee);
    await own.close();
  });

  test('that the own telephone rejects is a conflict, and the callee never rang', async () => {
    const own = await company.phone(cleo);
    const made = (await company.as(cleo)).post('/endpoints/2882/calls', { to: '2881' });
    (await rings(own)).reject();
    expect(await made).toMatchObject({ status: 409, body: { code: 'phone_refused' } });
    expect(callee.calls).toEqual([]);
    await own.close();
  });
});

describe('a call is not made', () => {
  test.each([
    ['without a number', {}, 400, 'invalid_request', 'to'],
    ['to nothing', { to: '' }, 400, 'invalid_request', 'to'],
    ['to a number that is no text', { to: 2881 }, 400, 'invalid_request', 'to'],
    ['with a record that is no boolean', { to: '2881', record: 'yes' }, 400, 'invalid_request', 'record'],
    ['that rings too long', { to: '2881', originateTimeout: 121 }, 400, 'invalid_request', 'originateTimeout'],
    ['with another wish on answer', { to: '2881', executeOnAnswer: 'sing' }, 400, 'invalid_request', 'executeOnAnswer'],
    ['to a mistyped extension', { to: '2889' }, 404, 'unknown_destination', undefined],
    ['to a name', { to: 'nobody' }, 404, 'unknown_destination', undefined],
    ['to an extension without a telephone', { to: '2800' }, 409, 'endpoint_unreachable', undefined],
  ])('%s', async (_name, body, status, code, param) => {
    const answer = await make(body);
    expect([answer.status, answer.body.code, answer.body.param]).toEqual([status, code, param]);
    expect(desk.calls).toEqual([]);
  });

  test.each([
    ['bridged with nothing', { executeOnAnswer: 'bridge' }, 400, 'missing_argument', 'associatedCallId'],
    [
      'bridged with no call',
      { executeOnAnswer: 'bridge', associatedCallId: '17' },
      404,
      'unknown_call',
      'associatedCallId',
    ],
    ['associated with no call', { associatedCallId: '17' }, 404, 'unknown_call', 'associatedCallId'],
    [
      'bridged and recorded',
      { executeOnAnswer: 'bridge', associatedCallId: '17', record: true },
      400,
      'invalid_request',
      'record',
    ],
    ['told to a private address', { successUrl: 'http://10.0.0.1/' }, 400, 'target_refused', 'successUrl'],
    ['told to no address', { failureUrl: 'ftp://example.com/' }, 400, 'invalid_request', 'failureUrl'],
  ])('%s', async (_name, wish, status, code, param) => {
    const answer = await make({ to: '2881', ...wish });
    expect([answer.status, answer.body.code, answer.body.param]).toEqual([status, code, param]);
    expect(desk.calls).toEqual([]);
  });

  test("associated with another endpoint's call", async () => {
    const { body } = await make({ to: '2881' });
    (await rings(callee)).answer();
    const theirs = await company.callId(ben, 'connected');
    const answer = await make({ to: '2881', associatedCallId: `/2017-09-01/endpoints/2881/calls/${theirs}` });
    expect([answer.status, answer.body.code, answer.body.param]).toEqual([404, 'unknown_call', 'associatedCallId']);
    expect(body.callId).not.toBe(theirs);
  });

  test('from an endpoint without a telephone', async () => {
    const answer = await (await company.as(admin)).post('/endpoints/2800/calls', { to: '2881' });
    expect([answer.status, answer.body.code]).toEqual([409, 'endpoint_unreachable']);
    expect(answer.body.message).toContain('2800');
  });
});

describe('the number that is shown', () => {
  const showing = async (from: string, by = api) => {
    const answer = await make({ to: '2881', from }, by);
    const shown = answer.status === 200 ? (await rings(callee)).remote.number : undefined;
    return [answer.status, answer.body.code ?? shown];
  };

  test.each([
    ['2880', [200, '2880']],
    ['+16135550199', [200, '+16135550199']],
    ['+1 (613) 555-0199', [200, '+16135550199']],
    ['2881', [403, 'forbidden']],
    ['911', [403, 'forbidden']],
    ['anonymous', [400, 'invalid_request']],
    ['2880@evil.example', [400, 'invalid_request']],
    ['2880\r\nX-Evil: 1', [400, 'invalid_request']],
  ])("of a user is one of the endpoint's: %s", async (from, expected) => {
    expect(await showing(from)).toEqual(expected);
  });

  test('of an administrator may be any', async () => {
    expect(await showing('+16135550177', await company.as(admin))).toEqual([200, '+16135550177']);
  });
});
