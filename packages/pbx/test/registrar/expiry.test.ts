import { ManualClock } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let clock: ManualClock;
let device: Device;

beforeEach(async () => {
  clock = new ManualClock();
  office = await Office.open({ clock });
  device = await office.addDevice('2880');
});

afterEach(async () => {
  await office.close();
  expect(clock.pending).toBe(0);
});

const state = () => office.pbx.endpoint('2880')?.state;

test('a phone can be reached until its time is over, to the millisecond', async () => {
  clock.advance(119_999);
  expect(state()).toBe('idle');
  clock.advance(1);
  expect([state(), office.pbx.endpoint('2880')?.devices]).toEqual(['outOfService', []]);
});

test('a phone that renews stays', async () => {
  clock.advance(100_000);
  await device.register();
  clock.advance(100_000);
  expect(state()).toBe('idle');
});

test('soon after its time a registration is cleared away, in the store too, and listeners hear of it', async () => {
  const states: string[] = [];
  office.pbx.onRegistrationChanged((endpoint) => states.push(endpoint.state));
  clock.advance(126_000);
  await eventually(() => office.store.bindings.size === 0, 'the registration is gone');
  expect([states, office.pbx.stats().registrations]).toEqual([['outOfService'], 0]);
});

test('a caller is told when every registration is over', async () => {
  clock.advance(120_000);
  const call = await office.callIn('2880');
  await call.until('ended', 5_000);
  expect([call.status, device.invites]).toEqual([480, []]);
});
