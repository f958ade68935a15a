import type { Phone } from '@cordboard/phone';
import type { SipEndpoint } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Carrier } from '../support/carrier.ts';
import { failed } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const NUMBER = '+16135550100';
let office: Office;
let phone: Phone;
let carrier: Carrier;

beforeEach(async () => {
  office = await Office.open({ trunk: false });
  phone = await office.addPhone('2880');
  carrier = await Carrier.open('answer');
});

afterEach(async () => {
  await office.close();
  await carrier.close();
});

/** What a call from the carrier's address is answered with. */
async function callIn(sip: SipEndpoint = carrier.sip): Promise<number> {
  const uri = `sip:nobody@127.0.0.1:${office.port}`;
  return await failed(sip.invite({ uri, from: { uri: 'sip:+16135550123@x' } }));
}

test('a trunk that is added while the PBX runs carries calls at once, both ways', async () => {
  expect(await callIn()).toBe(401);
  office.pbx.trunks.set(carrier.trunk('t'));
  await (await phone.dial(NUMBER)).until('connected', 5_000);
  expect(carrier.numbers).toEqual([NUMBER]);
  expect(await callIn()).toBe(404);
  expect(office.pbx.trunks.state('t')).toEqual({ trunkId: 't', up: true, calls: 1 });
});

test('a call goes on when its trunk is removed, and no new one goes there', async () => {
  office.pbx.trunks.set(carrier.trunk('t'));
  const call = await phone.dial(NUMBER);
  await call.until('connected', 5_000);
  office.pbx.trunks.remove('t');
  expect(await callIn()).toBe(401);
  const second = await phone.dial(NUMBER);
  await second.until('ended', 5_000);
  expect([second.status, call.state]).toEqual([404, 'connected']);
  carrier.sessions[0]?.bye();
  await call.until('ended', 5_000);
  await office.quiet();
});

test('a trunk that is switched off is a stranger and carries nothing', async () => {
  office.pbx.trunks.set(carrier.trunk('t', { enabled: false }));
  expect(await callIn()).toBe(401);
  expect(office.pbx.trunks.state('t')).toMatchObject({ up: false, fault: 'It is switched off.' });
  await expect(office.pbx.makeCall('2880', { to: NUMBER })).rejects.toMatchObject({ code: 'noTrunk' });
});

test('a trunk moves: the former address is a stranger', async () => {
  const other = await Carrier.open('answer');
  try {
    office.pbx.trunks.set(carrier.trunk('t'));
    office.pbx.trunks.set(other.trunk('t'));
    expect([await callIn(), await callIn(other.sip)]).toEqual([401, 404]);
    await (await phone.dial(NUMBER)).until('connected', 5_000);
    expect([carrier.numbers, other.numbers]).toEqual([[], [NUMBER]]);
  } finally {
    await other.close();
  }
});

test('calls in both directions are counted, and a full trunk leaves the call to the next', async () => {
  const other = await Carrier.open('answer');
  try {
    office.pbx.trunks.set(carrier.trunk('t', { maxCalls: 1 }));
    office.pbx.trunks.set(other.trunk('other'));
    await (await phone.dial(NUMBER)).until('connected', 5_000);
    const second = await office.addPhone('2881');
    await (await second.dial(NUMBER)).until('connected', 5_000);
    expect([carrier.numbers, other.numbers]).toEqual([[NUMBER], [NUMBER]]);
    carrier.sessions[0]?.bye();
    await eventually(() => office.pbx.trunks.state('t')?.calls === 0, 'no call left');
    const uri = `sip:2881@127.0.0.1:${office.port}`;
    carrier.sip.invite({ uri, from: { uri: 'sip:+16135550123@x' } });
    await eventually(() => office.pbx.trunks.state('t')?.calls === 1, 'the call in');
  } finally {
    await other.close();
  }
});

test('when all trunks are full the caller hears congestion, but for an emergency there is room', async () => {
  office.pbx.trunks.set(carrier.trunk('t', { maxCalls: 0 }));
  const call = await phone.dial(NUMBER);
  await call.until('ended', 5_000);
  expect([call.status, office.story('2880').at(-1)]).toEqual([503, 'idle/networkCongestion']);
  await (await phone.dial('911')).until('connected', 5_000);
  expect(carrier.numbers).toEqual(['911']);
});
