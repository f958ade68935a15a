import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { Company } from './support/company.ts';
import { extraOf, withExtra } from './support/extra.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

const { ada, ben } = people;
let company: Company;
let api: Api;
let desk: Phone;
let outside: PhoneCall;
/** One call talks with ben, the other rings from outside. */
let talking: string;
let ringing: string;

beforeAll(async () => {
  company = await Company.temporary();
  api = await company.as(ada);
  desk = await company.phone(ada);
  await company.phone(ben, { autoAnswer: true });
  await desk.dial('2881');
  talking = await company.callId(ada, 'connected');
  outside = await company.callIn(ada);
  ringing = await until(
    () => company.context.gateway.pbx.calls('2880').find((call) => call.state === 'ringing')?.callId,
    'a second call',
  );
});
afterAll(() => company.close());

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const list = (query = '') => api.get(`/endpoints/2880/calls${query}`);
const idsOf = (body: { _embedded: { items: { callId: string }[] } }) =>
  body._embedded.items.map(({ callId }) => callId);

describe('the live calls of an endpoint', () => {
  test('are listed, oldest first, as the contract shows a collection', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body).toMatchObject({ count: 2, _links: { self: '/2017-09-01/endpoints/2880/calls' } });
    expect(body._links).not.toHaveProperty('next');
    expect(idsOf(body)).toEqual([talking, ringing]);
  });

  test('have every field of the contract: an outbound one', async () => {
    const { status, body } = await api.get(`/endpoints/2880/calls/${talking}`);
    expect(status).toBe(200);
    expect(withExtra(body)).toEqual({
      callId: talking,
      siteId: 'built-in',
      from: '2880',
      fromNumberE164: false,
      fromName: ada.name,
      fromPrincipalId: ada.userId,
      to: '2881',
      toNumberE164: false,
      toName: ben.name,
      toPrincipalId: ben.userId,
      state: 'connected',
      cause: 'newCall',
      direction: 'outbound',
      createdOn: time,
      extraPbxData: {
        calledDevice: '2881',
        eventType: 'establishedEvent',
        callTrackingID: expect.any(String),
      },
      _links: { self: `/2017-09-01/endpoints/2880/calls/${talking}` },
    });
  });

  test('have every field of the contract: an inbound one from outside', async () => {
    const { body } = await api.get(`/endpoints/2880/calls/${ringing}`);
    expect(withExtra(body)).toEqual({
      callId: ringing,
      siteId: 'built-in',
      from: '+16135550100',
      fromNumberE164: true,
      fromName: 'Outside Caller',
      to: '2880',
      toNumberE164: false,
      toName: ada.name,
      toPrincipalId: ada.userId,
      state: 'ringing',
      cause: 'newCall',
      direction: 'inbound',
      createdOn: time,
      extraPbxData: {
        alertingDevice: '2880',
        calledDevice: '2880',
        eventType: 'deliveredEvent',
        callTrackingID: expect.any(String),
      },
      _links: { self: `/2017-09-01/endpoints/2880/calls/${ringing}` },
    });
  });

  test('are the same in the list and alone, by the short id and by the long one', async () => {
    const [, listed] = (await list()).body._embedded.items;
    const long = encodeURIComponent(`endpoints/2880/calls/${ringing}`);
    for (const id of [ringing, long]) expect((await api.get(`/endpoints/2880/calls/${id}`)).body).toEqual(listed);
  });

  test('each endpoint has an id of its own for the same conversation', async () => {
    const [theirs] = (await (await company.as(ben)).get('/endpoints/2881/calls')).body._embedded.items;
    const { body: own } = await api.get(`/endpoints/2880/calls/${talking}`);
    expect(theirs.callId).not.toBe(talking);
    expect(extraOf(theirs).callTrackingID).toBe(extraOf(own).callTrackingID);
    expect(theirs).toMatchObject({ direction: 'inbound', from: '2880', to: '2881', state: 'connected' });
  });
});

describe('the list', () => {
  test.each([
    ["state eq 'ringing'", () => [ringing]],
    ["direction eq 'outbound' and state eq 'connected'", () => [talking]],
    ["contains(from, '613')", () => [ringing]],
    ['"direction eq \'inbound\'"', () => [ringing]],
    ["state eq 'held'", () => []],
    ['createdOn gt 2000-01-01T00:00:00Z', () => [talking, ringing]],
  ])('is narrowed by $filter=%s', async (filter, expected) => {
    const { status, body } = await list(`?$filter=${encodeURIComponent(filter)}`);
    expect(status).toBe(200);
    expect(idsOf(body)).toEqual(expected());
    expect(body.count).toBe(expected().length);
  });

  test('comes in pages, each leading to the next', async () => {
    const first = (await list('?$top=1')).body;
    expect(idsOf(first)).toEqual([talking]);
    expect(first.count).toBe(1);
    const second = await api.get(first._links.next.replace('/2017-09-01', ''));
    expect(second.status).toBe(200);
    expect(idsOf(second.body)).toEqual([ringing]);
    expect(second.body._links).not.toHaveProperty('next');
    expect(idsOf((await list('?$skip=1')).body)).toEqual([ringing]);
    expect((await list('?$top=0')).body).toMatchObject({ count: 0, _embedded: { items: [] } });
  });

  test.each([
    ['$filter', "state eq 'ringing", /character/],
    ['$filter', "colour eq 'red'", /colour/],
    ['$top', '-1', /whole number/],
    ['$skip', 'many', /whole number/],
    ['$orderby', 'state', /not available here/],
    ['$skiptoken', 'x', /next/],
  ])('refuses %s=%s and names it', async (option, value, words) => {
    const { status, body } = await list(`?${option}=${encodeURIComponent(value)}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_filter', param: option, message: expect.stringMatching(words) });
  });

  test('ignores query parameters that it does not know', async () => {
    expect((await list('?colour=red')).status).toBe(200);
  });
});

describe('no call is found', () => {
  test.each([
    ['of an id that never was', () => '/endpoints/2880/calls/999999'],
    ['of text', () => '/endpoints/2880/calls/x'],
    ["of another endpoint's id", () => `/endpoints/2881/calls/${talking}`],
  ])('%s', async (_name, path) => {
    const admin = await company.as(people.admin);
    const { status, body } = await admin.get(path());
    expect(status).toBe(404);
    expect(body).toMatchObject({ name: 'NotFound', code: 'unknown_call', param: 'callId' });
  });

  test('that has ended: it leaves the list at once', async () => {
    outside.hangup();
    await until(async () => (await list()).body.count === 1, 'one call left');
    expect(await api.get(`/endpoints/2880/calls/${ringing}`)).toMatchObject({
      status: 404,
      body: { code: 'unknown_call' },
    });
  });
});
