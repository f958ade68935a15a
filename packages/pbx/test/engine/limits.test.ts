import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, expect, test } from 'vitest';
import { failed } from '../support/device.ts';
import { Office, type OfficeOptions } from '../support/office.ts';
import { freeRange } from '../support/ports.ts';

let office: Office;

afterEach(async () => {
  await office.close();
});

async function open(o: OfficeOptions): Promise<Phone> {
  office = await Office.open(o);
  await office.addPhone('2881');
  return await office.addPhone('2880');
}

async function refusal(call: PhoneCall): Promise<number | undefined> {
  await call.until('ended', 5_000);
  await office.quiet();
  return call.status;
}

test('without a line for the callee the caller is told to come later', async () => {
  const phone = await open({ limits: { lines: 1 } });
  expect(await refusal(await phone.dial('2881'))).toBe(503);
  expect(office.story('2880')).toEqual(['connected/newCall', 'idle/networkCongestion']);
});

test('without a line for the caller there is no call at all', async () => {
  await open({ limits: { lines: 0 } });
  const device = await office.addDevice('2882');
  expect(await failed(device.dial('2881'))).toBe(503);
  expect(office.changes).toEqual([]);
});

test('without an audio port for the callee the caller is told to come later', async () => {
  const phone = await open({ rtpPorts: await freeRange(1) });
  expect(await refusal(await phone.dial('2881'))).toBe(503);
  expect(office.story('2880')).toEqual(['connected/newCall', 'idle/resourcesNotAvailable']);
});

test('without an audio port a program is told so', async () => {
  await open({ rtpPorts: await freeRange(1) });
  await office.callIn('2899');
  await office.quiet();
  const call = office.pbx.makeCall('2880', { to: '2881' });
  await office.call('2880', 'ringing');
  await expect(office.pbx.makeCall('2881', { to: '2880' })).rejects.toMatchObject({ code: 'noMediaPorts' });
  await office.pbx.act('2880', (await office.call('2880', 'ringing')).callId, { action: 'end' });
  await expect(call).rejects.toMatchObject({ code: 'refused' });
});
