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
  await company.phone(ben);
  await company.phone(cleo);
});
afterEach(() => company.quiet());
afterAll(() => company.close());

const act = (callId: string, body: object) => api.put(`/endpoints/2880/calls/${callId}`, body);

/** Brings a call of ada into a state. */
const situations = {
  'rings in': async () => {
    await company.callIn(ada);
    await until(() => desk.calls[0], 'the phone ringing');
    return await company.callId(ada, 'ringing');
  },
  'waits for the callee': async () => {
    await desk.dial('2881');
    return await company.callId(ada, 'connected');
  },
  'is connected': async () => {
    await company.callIn(ada);
    (await until(() => desk.calls[0], 'the phone ringing')).answer();
    return await company.callId(ada, 'connected');
  },
  'is held': async () => {
    const callId = await situations['is connected']();
    await act(callId, { action: 'hold' });
    return callId;
  },
};

const bodies = {
  answer: { action: 'answer' },
  end: { action: 'end' },
  hold: { action: 'hold' },
  retrieve: { action: 'retrieve' },
  redirect: { action: 'redirect', destination: '2882' },
  blindTransfer: { action: 'blindTransfer', destination: '2882' },
  consult: { action: 'consult', args: '2882' },
};

/** Which action is possible when; the words are those of the refusal. */
const table: Record<keyof typeof situations, Record<keyof typeof bodies, true | RegExp>> = {
  'rings in': {
    answer: true,
    end: true,
    hold: /is ringing; hold needs it to be connected/,
    retrieve: /is ringing; retrieve needs it to be held/,
    redirect: true,
    blindTransfer: /is ringing; blindTransfer needs it to be connected or held/,
    consult: /is ringing; consult needs it to be connected or held/,
  },
  'waits for the callee': {
    answer: /is connected; answer needs it to be ringing/,
    end: true,
    hold: /is not answered yet; hold needs a party to talk to/,
    retrieve: /is connected; retrieve needs it to be held/,
    redirect: /is connected; redirect needs it to be ringing/,
    blindTransfer: /is not answered yet/,
    consult: /is not answered yet/,
  },
  'is connected': {
    answer: /is connected; answer needs it to be ringing/,
    end: true,
    hold: true,
    retrieve: /is connected; retrieve needs it to be held/,
    redirect: /is connected; redirect needs it to be ringing/,
    blindTransfer: true,
    consult: true,
  },
  'is held': {
    answer: /is held; answer needs it to be ringing/,
    end: true,
    hold: true,
    retrieve: true,
    redirect: /is held; redirect needs it to be ringing/,
    blindTransfer: true,
    consult: true,
  },
};

describe.each(Object.entries(table))('a call that %s', (situation, row) => {
  test.each(Object.entries(row))('and %s', async (action, expected) => {
    const callId = await situations[situation as keyof typeof situations]();
    const before = (await api.get(`/endpoints/2880/calls/${callId}`)).body;
    const { status, body } = await act(callId, bodies[action as keyof typeof bodies]);
    if (expected === true) {
      expect(status).toBe(200);
      return;
    }
    expect(status).toBe(409);
    expect(body).toMatchObject({
      name: 'Conflict',
      code: 'wrong_call_state',
      message: expect.stringMatching(expected),
    });
    expect((await api.get(`/endpoints/2880/calls/${callId}`)).body).toEqual(before);
  });
});

describe('supervisedTransfer is refused', () => {
  test('to the call itself', async () => {
    const callId = await situations['is connected']();
    const { status, body } = await act(callId, { action: 'supervisedTransfer', args: callId });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'wrong_call_state', message: expect.stringMatching(/to itself/) });
  });

  test('while one of the two rings', async () => {
    const callId = await situations['is connected']();
    await company.outside.dial(`sip:2880@127.0.0.1:${company.sipPort}`);
    const { pbx } = company.context.gateway;
    const ringing = await until(() => pbx.calls('2880').find(({ state }) => state === 'ringing'), 'a second call');
    const { status, body } = await act(callId, { action: 'supervisedTransfer', args: ringing.callId });
    expect(status).toBe(409);
    expect(body.message).toMatch(/is ringing; supervisedTransfer needs it to be connected or held/);
  });

  test.each(['999999', 'x', 'endpoints/2881/calls/1'])('to a call that is not there: %s', async (args) => {
    const callId = await situations['is connected']();
    const { status, body } = await act(callId, { action: 'supervisedTransfer', args });
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'unknown_call' });
    expect((await api.get(`/endpoints/2880/calls/${callId}`)).body.state).toBe('connected');
  });
});

describe('no action finds its call', () => {
  test('when it has ended', async () => {
    const callId = await situations['is connected']();
    await act(callId, { action: 'end' });
    for (const body of Object.values(bodies)) {
      expect(await act(callId, body)).toMatchObject({ status: 404, body: { code: 'unknown_call', param: 'callId' } });
    }
  });

  test('at another endpoint', async () => {
    const callId = await situations['is connected']();
    for (const body of Object.values(bodies)) {
      const { status } = await api.put(`/endpoints/2881/calls/${callId}`, body);
      expect(status).toBe(404);
    }
    expect((await api.get(`/endpoints/2880/calls/${callId}`)).body.state).toBe('connected');
  });
});
