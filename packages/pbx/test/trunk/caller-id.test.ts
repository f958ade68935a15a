import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Trunk } from '../../src/trunks/trunk.ts';
import { Carrier } from '../support/carrier.ts';
import { Office } from '../support/office.ts';

let office: Office;
let carrier: Carrier;

beforeEach(async () => {
  carrier = await Carrier.open('answer');
  office = await Office.open({
    trunk: false,
    numbering: { country: 'CA' },
    mainNumberOf: (endpointId) => (endpointId === '2882' ? undefined : '+16135550190'),
  });
  for (const extension of ['2880', '2881', '2882']) office.addExtension(extension);
  office.pbx.routes.numbers.set({ number: '+16135550199', destination: '2880' });
});

afterEach(async () => {
  await office.close();
  await carrier.close();
});

/** From, P-Asserted-Identity and Privacy that the carrier sees of a call. */
async function shown(extension: string, o: Partial<Trunk>, number = '6135550100') {
  office.pbx.trunks.set(carrier.trunk('t', o));
  const phone = await office.addPhone(extension);
  await (await phone.dial(number)).until('connected', 5_000);
  const { request } = await carrier.asked();
  const user = /^sip:([^@]*)@/.exec(request.head.from.uri)?.[1];
  const asserted = /<sip:([^@]*)@/.exec(request.headers.get('p-asserted-identity') ?? '')?.[1];
  return [user, asserted, request.headers.get('privacy')];
}

test.each([
  ['2880', 'endpoint', '+16135550199'],
  ['2881', 'endpoint', '+16135550190'],
  ['2882', 'endpoint', '+16135550180'],
  ['2880', 'account', '+16135550190'],
  ['2882', 'account', '+16135550180'],
  ['2880', 'trunk', '+16135550180'],
] as const)('%s on a trunk that shows the number of the %s is %s', async (extension, callerId, number) => {
  expect(await shown(extension, { callerId, callerNumber: '+16135550180' })).toEqual([number, undefined, undefined]);
});

test('numbers are written as the trunk wants them, those of callers too', async () => {
  expect((await shown('2880', { numberFormat: 'national' }))[0]).toBe('6135550199');
  expect(carrier.numbers).toEqual(['6135550100']);
});

test('an anonymous trunk tells nobody who calls, but a trusted one in confidence', async () => {
  expect(await shown('2880', { callerId: 'anonymous', trusted: true })).toEqual(['anonymous', '+16135550199', 'id']);
});

test('an anonymous trunk that is not trusted learns nothing at all', async () => {
  expect(await shown('2880', { callerId: 'anonymous' })).toEqual(['anonymous', undefined, 'id']);
});

test('emergency services see a number with a location, also on an anonymous trunk', async () => {
  office.pbx.routes.numbers.set({ number: '+16135550190', destination: '2889', location: '1 Main Street' });
  expect((await shown('2880', { callerId: 'anonymous' }, '911'))[0]).toBe('+16135550190');
});

test('the own number of the caller comes first when it has a location', async () => {
  office.pbx.routes.numbers.set({ number: '+16135550198', destination: '2880', location: 'Second floor' });
  expect((await shown('2880', { callerId: 'trunk', callerNumber: '+16135550180' }, '112'))[0]).toBe('+16135550198');
});

test('a number that a program chose is shown as it is', async () => {
  office.pbx.trunks.set(carrier.trunk('t', {}));
  await office.addPhone('2880', { autoAnswer: true });
  await office.pbx.makeCall('2880', { to: '6135550100', from: '613 555 0123' });
  expect((await carrier.asked()).request.head.from.uri).toContain('sip:+16135550123@');
});
