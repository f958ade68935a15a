import { afterEach, beforeEach, expect, test } from 'vitest';
import { endpointCredentials } from '../../src/index.ts';
import { Carrier } from '../support/carrier.ts';
import { Device, failed } from '../support/device.ts';
import { REALM } from '../support/keys.ts';
import { Office } from '../support/office.ts';

let office: Office;
let carrier: Carrier;

beforeEach(async () => {
  office = await Office.open({ trunk: false });
  carrier = await Carrier.open('answer');
});

afterEach(async () => {
  await office.close();
  await carrier.close();
});

function inbound(username: string, password: string) {
  return { username, ...endpointCredentials(username, REALM, password) };
}

/** What a call by the carrier to a number that is nobody's is answered with: 404 shows that it was let in. */
async function callIn(credentials?: { username: string; password: string }): Promise<number> {
  const uri = `sip:nobody@127.0.0.1:${office.port}`;
  const from = { uri: 'sip:+16135550123@x' };
  return await failed(carrier.sip.invite({ uri, from, ...(credentials === undefined ? {} : { credentials }) }));
}

test('a carrier that challenges our calls gets its answer', async () => {
  carrier.demand('us', 'secret');
  office.pbx.trunks.set(carrier.trunk('t', { credentials: { username: 'us', password: 'secret' } }));
  const phone = await office.addPhone('2880');
  await (await phone.dial('+16135550100')).until('connected', 5_000);
});

test('a carrier that does not believe our password has refused the call, and does not rest', async () => {
  carrier.demand('us', 'secret');
  office.pbx.trunks.set(carrier.trunk('t', { credentials: { username: 'us', password: 'wrong' } }));
  const phone = await office.addPhone('2880');
  const call = await phone.dial('+16135550100');
  await call.until('ended', 5_000);
  expect(office.pbx.trunks.state('t')?.up).toBe(true);
});

test('a trunk with a password of its own must tell it, and may then call from anywhere', async () => {
  office.pbx.trunks.set(carrier.trunk('t', { inbound: inbound('them', 'theirs'), host: '192.0.2.1' }));
  expect(await callIn()).toBe(401);
  expect(await callIn({ username: 'them', password: 'wrong' })).toBe(401);
  expect(await callIn({ username: 'them', password: 'theirs' })).toBe(404);
});

test('its address alone does not let such a trunk in', async () => {
  office.pbx.trunks.set(carrier.trunk('t', { inbound: inbound('them', 'theirs') }));
  expect(await callIn()).toBe(401);
  office.pbx.trunks.set(carrier.trunk('t', { inbound: inbound('them', 'theirs'), enabled: false }));
  expect(await callIn({ username: 'them', password: 'theirs' })).toBe(401);
});

test('no telephone registers by the name of a trunk', async () => {
  office.pbx.trunks.set(carrier.trunk('t', { inbound: inbound('them', 'theirs') }));
  const account = { username: 'them', password: 'theirs', port: office.port };
  const device = await Device.open(account, {});
  try {
    expect((await device.register()).status).toBe(401);
    expect(office.pbx.stats().registrations).toBe(0);
  } finally {
    await device.close();
  }
});
