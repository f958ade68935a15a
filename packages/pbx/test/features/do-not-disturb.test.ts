import type { Phone } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let quiet: Phone;
let other: Phone;

beforeEach(async () => {
  office = await Office.open();
  quiet = await office.addPhone('2880');
  other = await office.addPhone('2881', { autoAnswer: true });
  office.pbx.features.setEndpoint('2880', { dnd: true, forwarding: {} });
});
afterEach(() => office.close());

test('nothing rings, and the caller is told: busy, with the cause', async () => {
  const call = await other.dial('2880');
  await call.until('ended', 5_000);
  expect(call.status).toBe(486);
  expect(office.story('2881')).toEqual(['connected/newCall', 'idle/doNotDisturb']);
  expect([quiet.calls, office.story('2880')]).toEqual([[], []]);
  await office.quiet();
});

test('a caller outside is told so too', async () => {
  const call = await office.callIn('2880');
  await call.until('ended', 5_000);
  expect(call.status).toBe(486);
});

test('its own calls go out, emergency calls too', async () => {
  await quiet.dial('2881');
  await office.call('2880', 'connected');
  const call = await quiet.dial('112');
  (await eventually(() => office.outside.calls[0], 'the trunk rings')).answer();
  await call.until('connected', 5_000);
});

test('a call that goes on already goes on', async () => {
  office.pbx.features.setEndpoint('2880', { dnd: false, forwarding: {} });
  const call = await other.dial('2880');
  (await eventually(() => quiet.calls[0], 'it rings')).answer();
  await call.until('connected', 5_000);
  office.pbx.features.setEndpoint('2880', { dnd: true, forwarding: {} });
  await office.settled();
  expect(call.state).toBe('connected');
});

test.each(['redirect', 'blindTransfer', 'consult'] as const)(
  'a program cannot bring a call there by %s',
  async (action) => {
    const caller = await office.addPhone('2882');
    await office.addPhone('2883');
    const call = await caller.dial(action === 'redirect' ? '2883' : '2881');
    const at = action === 'redirect' ? await office.call('2883', 'ringing') : await office.call('2881', 'connected');
    if (action !== 'redirect') await call.until('connected', 5_000);
    const asked = office.pbx.act(at.endpointId, at.callId, { action, destination: '2880' });
    await expect(asked).rejects.toMatchObject({ code: 'doNotDisturb' });
    expect(office.pbx.call(at.endpointId, at.callId)?.state).toBe(at.state);
  },
);

test('a program that makes a call to it is told before any phone rings', async () => {
  const asked = office.pbx.makeCall('2881', { to: '2880' });
  await expect(asked).rejects.toMatchObject({ code: 'doNotDisturb' });
  expect(office.changes).toEqual([]);
});
