import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../support/device.ts';
import { Office } from '../support/office.ts';

let office: Office;
let one: Device;
let other: Device;

beforeEach(async () => {
  office = await Office.open();
  one = await office.addDevice('2880');
  other = await office.addDevice('2880');
});

afterEach(async () => {
  await office.close();
});

const ports = () =>
  (office.pbx.endpoint('2880')?.devices ?? []).map(({ contact }) => Number(contact.split(':').at(-1)));
const contact = (device: Device) => `<sip:2880@127.0.0.1:${device.port}>`;

test('a phone that unregisters is gone, in the store too, and the other one stays', async () => {
  const response = await one.register({ Expires: '0' });
  expect([response.status, response.headers.all('contact').length]).toEqual([200, 1]);
  expect(ports()).toEqual([other.port]);
  expect([...office.store.bindings.values()].map((binding) => binding.contact)).toEqual([
    `sip:2880@127.0.0.1:${other.port}`,
  ]);
});

test('a contact is removed by expires=0 of its own', async () => {
  expect((await one.register({ Contact: `${contact(other)};expires=0` })).status).toBe(200);
  expect(ports()).toEqual([one.port]);
});

test('Contact: * with Expires: 0 removes every phone', async () => {
  const states: string[] = [];
  office.pbx.onRegistrationChanged(({ state }) => states.push(state));
  const response = await one.register({ Contact: '*', Expires: '0' });
  expect([response.status, response.headers.has('contact')]).toEqual([200, false]);
  expect([ports(), office.store.bindings.size, office.pbx.stats().registrations]).toEqual([[], 0, 0]);
  expect(states).toEqual(['outOfService']);
});

test.each([
  ['with a time', { Contact: '*', Expires: '60' }],
  ['without a time', { Contact: '*', Expires: '' }],
])('Contact: * %s is refused (RFC 3261 section 10.3 step 6)', async (_, headers) => {
  expect((await one.register(headers)).status).toBe(400);
  expect(ports().length).toBe(2);
});

test('Contact: * beside another contact is refused', async () => {
  const response = await one.send('REGISTER', [
    ['Contact', '*'],
    ['Contact', contact(one)],
    ['Expires', '0'],
  ]);
  expect(response.status).toBe(400);
  expect(ports().length).toBe(2);
});

test('an older REGISTER that comes late undoes nothing (step 7)', async () => {
  const late = await one.send('REGISTER', { Expires: '0' }, { cseq: 1 });
  expect([late.status, late.reason]).toEqual([500, 'CSeq is out of order']);
  const all = await one.send('REGISTER', { Contact: '*', Expires: '0' }, { cseq: 1 });
  expect(all.status).toBe(500);
  expect(ports().length).toBe(2);
});

test('a phone that was started anew, with another Call-ID, counts from the beginning', async () => {
  const response = await one.send('REGISTER', { Expires: '0' }, { cseq: 1, callId: 'after-the-restart' });
  expect(response.status).toBe(200);
  expect(ports()).toEqual([other.port]);
});

test('a phone that is gone does not ring, and without any phone the caller is told', async () => {
  await one.register({ Contact: '*', Expires: '0' });
  const call = await office.callIn('2880');
  await call.until('ended', 5_000);
  expect(call.status).toBe(480);
});
