import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Device, failed } from '../support/device.ts';
import { Office } from '../support/office.ts';

// A telephone that forwards its calls itself answers 302 (RFC 3261 section 21.3.3): followed by number, within limits.
let office: Office;
let caller: Device;

beforeEach(async () => {
  office = await Office.open();
  caller = await office.addDevice('2880');
});

afterEach(async () => {
  await office.close();
});

const sendsTo = (number: string) => ({ Contact: `<sip:${number}@elsewhere.example>` });

test('the call rings at the number that the phone names, and the caller waits on', async () => {
  const [one, other] = [await office.addDevice('2881'), await office.addDevice('2882')];
  caller.dial('2881');
  (await one.rings()).reject(302, undefined, sendsTo('2882'));
  const invite = await other.rings();
  expect(invite.request.head.from.uri).toContain('2880');
  expect(office.story('2881')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2882')).toEqual(['ringing/callForwardAlways']);
});

test('phones that send a call to each other end it', async () => {
  const [one, other] = [await office.addDevice('2881'), await office.addDevice('2882')];
  const refused = failed(caller.dial('2881'));
  (await one.rings()).reject(302, undefined, sendsTo('2882'));
  (await other.rings()).reject(302, undefined, sendsTo('2881'));
  expect(await refused).toBe(480);
  await office.quiet();
});

test.each([
  ['a number that does not exist', sendsTo('2899')],
  ['the caller', sendsTo('2880')],
  ['an emergency number', sendsTo('112')],
  ['no address', {}],
])('%s is not followed', async (_, headers) => {
  const one = await office.addDevice('2881');
  const refused = failed(caller.dial('2881'));
  (await one.rings()).reject(302, undefined, headers as Record<string, string>);
  expect(await refused).toBe(480);
  await office.quiet();
});
