import type { Phone } from '@cordboard/phone';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Api } from './support/api.ts';
import { Company } from './support/company.ts';
import { people } from './support/people.ts';
import { until } from './support/until.ts';

const { ada, ben, cleo } = people;
let company: Company;
let api: Api;
let desk: Phone;

beforeAll(async () => {
  company = await Company.temporary();
  api = await company.as(ada);
  desk = await company.phone(ada);
  await company.phone(ben, { autoAnswer: true, talk: false });
});
afterEach(() => company.quiet());
afterAll(() => company.close());

const endpoint = async () => (await api.get('/endpoints/2880')).body;

test('an endpoint has the fields of the contract and the telephones that are registered', async () => {
  const { status, headers, body } = await api.get('/endpoints/2880');
  expect(status).toBe(200);
  expect(headers.get('x-mitel-correlation-id')).toMatch(/^[\w-]+$/);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(body).toEqual({
    endpointId: '2880',
    name: ada.name,
    type: 'sip',
    state: 'idle',
    userAvailability: 'available',
    messageWaiting: false,
    dnd: false,
    devices: [
      {
        deviceId: `sip:2880@127.0.0.1:${desk.address.port}`,
        userAgent: 'Cordboard phone',
        expiresOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        remoteAnswer: true,
      },
    ],
    _links: { self: '/2017-09-01/endpoints/2880' },
  });
});

test('its state follows its call: ringing, connected, held, idle', async () => {
  const caller = await company.callIn(ada);
  const ringing = await until(() => desk.calls[0], 'ringing');
  expect(await endpoint()).toMatchObject({ state: 'ringing', userAvailability: 'available' });
  ringing.answer();
  const callId = await company.callId(ada, 'connected');
  expect(await endpoint()).toMatchObject({ state: 'connected', userAvailability: 'busy' });
  await api.put(`/endpoints/2880/calls/${callId}`, { action: 'hold' });
  expect(await endpoint()).toMatchObject({ state: 'held', userAvailability: 'busy' });
  caller.hangup();
  await until(async () => (await endpoint()).state === 'idle', 'idle');
});

test('a telephone that does not say whether it can be answered from the API is unknown until it has rung', async () => {
  const owner = await company.as(ben);
  const ability = async () => (await owner.get('/endpoints/2881')).body.devices[0].remoteAnswer;
  expect(await ability()).toBe('unknown');
});

test('without a telephone it is out of service, and still an endpoint', async () => {
  const owner = await company.as(cleo);
  const { status, body } = await owner.get('/endpoints/2882');
  expect(status).toBe(200);
  expect(body).toMatchObject({ endpointId: '2882', state: 'outOfService', devices: [] });
});

test.each(['9999', '2880x', "2880' or '1'='1", 'u-ada'])('there is no endpoint %s', async (endpointId) => {
  const { status, body } = await api.get(`/endpoints/${endpointId}`);
  expect(status).toBe(404);
  expect(body).toMatchObject({ name: 'NotFound', code: 'unknown_endpoint', param: 'endpointId' });
});
