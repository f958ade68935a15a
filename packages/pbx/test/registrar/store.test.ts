import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Binding } from '../../src/index.ts';
import { Office } from '../support/office.ts';

let office: Office;

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  await office.close();
});

test('after a restart of the PBX the phones ring without registering again', async () => {
  const udp = await office.addDevice('2880');
  const phone = await office.addPhone('2881');
  await office.restart();
  expect(office.pbx.endpoint('2880')).toMatchObject({ state: 'idle', devices: [{ remoteAnswer: 'unknown' }] });
  expect(office.pbx.endpoint('2881')).toMatchObject({ state: 'idle', devices: [{ remoteAnswer: true }] });
  const call = await phone.dial('2880');
  await udp.answers();
  await call.until('connected', 5_000);
});

test('a phone goes on registering after a restart with its next CSeq, and an older one counts for nothing', async () => {
  const device = await office.addDevice('2880');
  await office.restart();
  expect((await device.send('REGISTER', { Expires: '0' }, { cseq: 1 })).status).toBe(500);
  expect((await device.register()).status).toBe(200);
  expect(office.pbx.stats().registrations).toBe(1);
});

test('phones that come back with a nonce from before the restart are not taken for people who guess', async () => {
  const phone = await office.addRawPhone('2880');
  const challenge = await phone.asks('REGISTER', { headers: [`Contact: ${phone.contact}`] });
  await office.restart();
  for (let cseq = 2; cseq < 30; cseq += 1) {
    const headers = [`Contact: ${phone.contact}`, phone.authorization('REGISTER', challenge)];
    const response = await phone.asks('REGISTER', { cseq, headers });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/stale=true/),
    ]);
  }
});

test('a phone on TCP is called on a new connection after a restart', async () => {
  const device = await office.addDevice('2880', { transport: 'tcp' });
  await office.restart();
  await office.callIn('2880');
  expect((await device.rings()).flow.transport).toBe('tcp');
});

test('calls after a restart have ids that were never used before', async () => {
  await office.addDevice('2880');
  await office.callIn('2880');
  const before = await office.call('2880', 'ringing');
  await office.restart();
  await office.callIn('2880');
  const after = await office.call('2880', 'ringing');
  expect(Number(after.callId)).toBeGreaterThan(Number(before.callId));
});

test('a registration is acknowledged when it is saved, not before', async () => {
  const device = await office.addDevice('2880', { registered: false });
  const saving = Promise.withResolvers<void>();
  const save = office.store.saveBinding.bind(office.store);
  office.store.saveBinding = async (binding: Binding) => {
    await saving.promise;
    await save(binding);
  };
  const registered = device.register();
  await office.settled();
  expect(office.pbx.endpoint('2880')?.devices).toEqual([]);
  saving.resolve();
  expect((await registered).status).toBe(200);
  expect(office.pbx.endpoint('2880')?.devices.length).toBe(1);
});

test('a registration that cannot be saved is refused, and the phone may come again', async () => {
  const device = await office.addDevice('2880', { registered: false });
  const save = office.store.saveBinding;
  office.store.saveBinding = () => Promise.reject(new Error('the disk is full'));
  const response = await device.register();
  expect([response.status, response.headers.get('retry-after')]).toEqual([500, '5']);
  expect(office.pbx.endpoint('2880')?.devices).toEqual([]);
  office.store.saveBinding = save;
  expect((await device.register()).status).toBe(200);
});

test('what a phone can do is learnt when it rings, and kept', async () => {
  const device = await office.addDevice('2880');
  await office.callIn('2880');
  (await device.rings()).ring(180, { headers: { 'Allow-Events': 'talk' } });
  await office.settled();
  expect(office.pbx.endpoint('2880')?.devices).toMatchObject([{ remoteAnswer: true }]);
  await office.restart();
  expect(office.pbx.endpoint('2880')?.devices).toMatchObject([{ remoteAnswer: true }]);
});

test('an extension that is removed takes its registrations with it', async () => {
  await office.addDevice('2880');
  office.pbx.directory.remove('2880');
  expect([office.pbx.endpoint('2880'), office.pbx.stats().registrations]).toEqual([undefined, 0]);
  await office.settled();
  expect(office.store.bindings.size).toBe(0);
});
