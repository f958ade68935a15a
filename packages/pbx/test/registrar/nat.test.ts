import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered, type Device } from '../support/device.ts';
import { Office } from '../support/office.ts';

// A phone behind a NAT takes itself for 10.0.0.5, and can be reached only where its messages come from.
let office: Office;

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  await office.close();
});

const behindNat = (o = {}) => office.addDevice('2880', { advertisedHost: '10.0.0.5', ...o });

test('it registers with its private contact', async () => {
  const device = await behindNat();
  expect(office.pbx.endpoint('2880')?.devices).toMatchObject([{ contact: `sip:2880@10.0.0.5:${device.port}` }]);
});

test('it is called where its REGISTER came from, also with another port in the contact', async () => {
  const device = await behindNat({ registered: false });
  await device.register({ Contact: '<sip:2880@10.0.0.5:5060>' });
  await office.callIn('2880');
  const invite = await device.rings();
  expect(invite.request.uri).toBe('sip:2880@10.0.0.5:5060');
});

test('requests inside its call go there too: the BYE of the far side', async () => {
  const device = await behindNat();
  const caller = await office.callIn('2880');
  const session = await device.answers();
  const ended = new Promise((resolve) => session.onEnded(resolve));
  await caller.until('connected', 5_000);
  caller.hangup();
  expect(await ended).toBe('bye');
  await office.quiet();
});

test('a call that it places is answered there, and it can end it', async () => {
  const device = await behindNat();
  const callee: Device = await office.addDevice('2881');
  const placed = answered(device.dial('2881'));
  const far = await callee.answers();
  const ended = new Promise((resolve) => far.onEnded(resolve));
  const session = await placed;
  session.bye();
  expect(await ended).toBe('bye');
  await office.quiet();
});

test('on TCP it is called on the connection that it opened', async () => {
  const device = await behindNat({ transport: 'tcp' });
  await office.callIn('2880');
  expect((await device.rings()).flow).toMatchObject({ transport: 'tcp', remotePort: office.port });
});

test('a contact that tells its real address is called at its port', async () => {
  const [device, elsewhere] = [await office.addDevice('2880'), await office.addDevice('2880', { registered: false })];
  await device.register({ Contact: `<sip:2880@127.0.0.1:${elsewhere.port}>` });
  await device.register({ Expires: '0' });
  await office.callIn('2880');
  await elsewhere.rings();
  expect(device.invites).toEqual([]);
});
