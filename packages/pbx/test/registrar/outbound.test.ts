import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// RFC 5626 section 6: +sip.instance names the phone, reg-id one of its ways to us.
let office: Office;

beforeEach(async () => {
  office = await Office.open({ limits: { contactsPerEndpoint: 2 } });
});
afterEach(() => office.close());

const contactOf = (device: Device, user: string, o: { instance?: string; regId?: string } = {}) => {
  const { instance = 'urn:uuid:1', regId = '1' } = o;
  return `<sip:${user}@127.0.0.1:${device.port};transport=tcp;ob>;+sip.instance="<${instance}>";reg-id=${regId}`;
};

const contacts = () => office.pbx.endpoint('2880')?.devices.map(({ contact }) => contact.slice(4, 7));

async function register(contact: (device: Device) => string, headers: Record<string, string> = {}) {
  const device = await office.addDevice('2880', { transport: 'tcp', registered: false });
  const response = await device.register({ Contact: contact(device), Supported: 'path, outbound', ...headers });
  return { device, response };
}

test('a phone that comes back by another connection replaces what it left behind', async () => {
  await register((device) => contactOf(device, 'old'));
  const { device, response } = await register((one) => contactOf(one, 'new'));
  expect(response.status).toBe(200);
  expect(response.headers.get('require')).toBe('outbound');
  expect(response.headers.all('contact')).toEqual([
    expect.stringMatching(/^<sip:new@.*>;\+sip\.instance="<urn:uuid:1>";reg-id=1;expires=120$/),
  ]);
  expect(contacts()).toEqual(['new']);
  expect(office.store.bindings.size).toBe(1);
  await office.callIn('2880');
  expect((await device.rings()).request.uri).toContain('sip:new@');
});

test('also when it has as many contacts as it may', async () => {
  await register((device) => contactOf(device, 'one'));
  await register((device) => contactOf(device, 'two', { regId: '2' }));
  expect((await register((device) => contactOf(device, 'six', { regId: '2' }))).response.status).toBe(200);
  expect(contacts()?.sort()).toEqual(['one', 'six']);
  expect((await register((device) => contactOf(device, 'too', { regId: '3' }))).response.status).toBe(503);
});

test('the end of the connection that was replaced does not take the new one along', async () => {
  const old = await register((device) => contactOf(device, 'old'));
  await register((device) => contactOf(device, 'new'));
  await old.device.close();
  await eventually(() => office.pbx.stats().transactions === 0, 'quiet');
  expect(contacts()).toEqual(['new']);
});

test('the same contact by another connection outlives the first connection', async () => {
  const same = () => '<sip:web@x.invalid;transport=tcp;ob>;+sip.instance="<urn:uuid:1>";reg-id=1';
  const old = await register(same);
  const { device } = await register(same);
  await old.device.close();
  await office.settled();
  await office.callIn('2880');
  expect((await device.rings()).request.uri).toContain('sip:web@x.invalid');
});

test('who registers so is not there any more without its connection, though it would listen', async () => {
  const { device } = await register((one) => contactOf(one, 'one').replace(';ob', ''));
  await device.close();
  await eventually(() => contacts()?.length === 0, 'gone');
});

describe('beside each other stay', () => {
  test.each([
    ['two ways of one phone', { regId: '2' }, {}],
    ['two phones', { instance: 'urn:uuid:2' }, {}],
    ['contacts of a phone that does not speak of outbound', {}, { Supported: 'path' }],
    ['contacts with a reg-id that is none', { regId: 'x' }, {}],
  ])('%s', async (_title, o, headers) => {
    await register((device) => contactOf(device, 'one'));
    const { response } = await register((device) => contactOf(device, 'two', o), headers);
    expect(response.status).toBe(200);
    expect(contacts()?.sort()).toEqual(['one', 'two']);
  });
});
