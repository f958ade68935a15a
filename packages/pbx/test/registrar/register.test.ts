import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;

beforeEach(async () => {
  office = await Office.open({ limits: { contactsPerEndpoint: 3, registrations: 4 } });
});

afterEach(async () => {
  await office.close();
});

const contactsOf = (endpointId: string) => office.pbx.endpoint(endpointId)?.devices.map(({ contact }) => contact);

test('an extension is out of service until a phone has registered, and listeners hear of it', async () => {
  const states: string[] = [];
  office.pbx.onRegistrationChanged(({ endpointId, state }) => states.push(`${endpointId} ${state}`));
  office.addExtension('2880');
  expect(office.pbx.endpoint('2880')).toMatchObject({ state: 'outOfService', devices: [] });
  const device = await office.addDevice('2880', { userAgent: 'Desk phone', registered: false });
  const before = Date.now();
  const response = await device.register({ 'Allow-Events': 'Talk, hold' });
  expect(response.status).toBe(200);
  const contact = `sip:2880@127.0.0.1:${device.port}`;
  expect(response.headers.all('contact')).toEqual([expect.stringMatching(/^<sip:2880@127.0.0.1:\d+>;expires=120$/)]);
  const [desk] = office.pbx.endpoint('2880')?.devices ?? [];
  expect(desk).toMatchObject({ contact, userAgent: 'Desk phone', remoteAnswer: true });
  expect(desk?.expiresAt).toBeGreaterThanOrEqual(before + 120_000);
  expect(office.pbx.stats().registrations).toBe(1);
  expect(states).toEqual(['2880 idle']);
});

test('what a phone can do is unknown until it says so', async () => {
  const device = await office.addDevice('2880');
  const ability = () => office.pbx.endpoint('2880')?.devices[0]?.remoteAnswer;
  expect(ability()).toBe('unknown');
  await device.register({ 'Allow-Events': 'presence' });
  expect(ability()).toBe(false);
});

test('several phones of one extension are all listed, the newest first', async () => {
  const [one, other] = [await office.addDevice('2880'), await office.addDevice('2880', { transport: 'tcp' })];
  const response = await other.register({ Expires: '200' });
  const uris = [`sip:2880@127.0.0.1:${other.port};transport=tcp`, `sip:2880@127.0.0.1:${one.port}`];
  expect(response.headers.all('contact').map((value) => value.replace(/^<(.*)>.*$/, '$1'))).toEqual(uris);
  expect(contactsOf('2880')).toEqual(uris);
});

test('one REGISTER may name several contacts, each with its own time', async () => {
  const device = await office.addDevice('2880', { registered: false });
  const response = await device.send('REGISTER', [
    ['Contact', '<sip:desk@127.0.0.1:1>;expires=60'],
    ['Contact', '<sip:hall@127.0.0.1:2>'],
    ['Expires', '90'],
  ]);
  expect(response.headers.all('contact')).toEqual([
    '<sip:hall@127.0.0.1:2>;expires=90',
    '<sip:desk@127.0.0.1:1>;expires=60',
  ]);
});

test('a renewal replaces the registration and is no change', async () => {
  const device = await office.addDevice('2880');
  let changes = 0;
  office.pbx.onRegistrationChanged(() => {
    changes += 1;
  });
  await device.register({ Expires: '600' });
  expect(contactsOf('2880')).toHaveLength(1);
  expect(office.pbx.endpoint('2880')?.devices[0]?.expiresAt).toBeGreaterThan(Date.now() + 500_000);
  await office.settled();
  expect(changes).toBe(0);
});

test('without a Contact it asks what is registered', async () => {
  await office.addDevice('2880');
  const phone = await office.addRawPhone('2880');
  const response = await phone.asksAuthorized('REGISTER');
  expect([response.status, response.headers.all('contact').length]).toEqual([200, 1]);
});

test.each([
  ['too short a time', { Expires: '9' }, 423, 'min-expires', '10'],
  ['a malformed Contact', { Contact: '<sip:' }, 400, undefined, undefined],
])('%s is refused', async (_, headers, status, name, value) => {
  const device = await office.addDevice('2880', { registered: false });
  const response = await device.register(headers);
  expect(response.status).toBe(status);
  if (name !== undefined) expect(response.headers.get(name)).toBe(value);
  expect(contactsOf('2880')).toEqual([]);
});

test('too long a time is cut, a malformed one is none', async () => {
  const device = await office.addDevice('2880', { registered: false });
  expect((await device.register({ Expires: '999999' })).headers.get('contact')).toContain(';expires=7200');
  expect((await device.register({ Expires: 'soon' })).headers.get('contact')).toContain(';expires=3600');
});

test('more phones than an extension may have are told to come later, a known one is not', async () => {
  const [first] = [await office.addDevice('2880'), await office.addDevice('2880'), await office.addDevice('2880')];
  const fourth = await office.addDevice('2880', { registered: false });
  const response = await fourth.register();
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
  expect((await first?.register())?.status).toBe(200);
  expect((await first?.register({ Expires: '0' }))?.status).toBe(200);
  expect((await fourth.register()).status).toBe(200);
});

test('more phones than the PBX may have are told to come later', async () => {
  for (const extension of ['2880', '2880', '2881', '2882']) await office.addDevice(extension);
  const fifth = await office.addDevice('2883', { registered: false });
  expect((await fifth.register()).status).toBe(503);
});

test('REGISTERs of one phone are worked on in their order', async () => {
  const device = await office.addDevice('2880', { registered: false });
  const both = await Promise.all([device.register(), device.register({ Expires: '0' })]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  await eventually(() => contactsOf('2880')?.length === 0, 'the later one has its way');
});
