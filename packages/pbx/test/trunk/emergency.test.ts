import type { Phone } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Carrier } from '../support/carrier.ts';
import { Office } from '../support/office.ts';

let office: Office;
let phone: Phone;
let carrier: Carrier;
let other: Carrier;

beforeEach(async () => {
  office = await Office.open({ trunk: false, numbering: { country: 'CA' }, limits: { lines: 0 } });
  phone = await office.addPhone('2880');
  [carrier, other] = [await Carrier.open('answer'), await Carrier.open('answer')];
  office.pbx.trunks.set(carrier.trunk('first', { maxCalls: 0 }));
  office.pbx.trunks.set(other.trunk('second', { maxCalls: 0 }));
});

afterEach(async () => {
  await office.close();
  await Promise.all([carrier.close(), other.close()]);
});

test('an emergency call is made when everything is full and every number is blocked', async () => {
  office.pbx.routes.setRules({ rules: [{ prefix: '', trunkIds: [] }], emergencyTrunkIds: [] });
  const refused = await phone.dial('6135550100');
  await refused.until('ended', 5_000);
  expect(refused.status).toBe(503);
  await (await phone.dial('911')).until('connected', 5_000);
  expect(carrier.numbers).toEqual(['911']);
});

test('it goes by its own trunks first, and by every other when those fail', async () => {
  office.pbx.routes.setRules({ rules: [], emergencyTrunkIds: ['second'] });
  other.manner = 503;
  await (await phone.dial('112')).until('connected', 5_000);
  expect([carrier.numbers, other.numbers]).toEqual([['112'], ['112']]);
});

test('a program makes it too', async () => {
  await office.addPhone('2881', { autoAnswer: true });
  await expect(office.pbx.makeCall('2881', { to: '6135550100' })).rejects.toMatchObject({ code: 'overloaded' });
  await office.pbx.makeCall('2881', { to: '911' });
  await carrier.asked();
  expect(carrier.numbers).toEqual(['911']);
});
