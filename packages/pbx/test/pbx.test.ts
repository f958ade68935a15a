import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { SipEndpoint } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBuiltInPbx } from '../src/index.ts';
import { eventually } from './support/eventually.ts';
import { MemoryStore } from './support/memory-store.ts';
import { Office } from './support/office.ts';
import { freeRange } from './support/ports.ts';

let office: Office;

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  await office.close();
});

const newPbx = async (port: number) =>
  createBuiltInPbx({ host: '127.0.0.1', port, realm: 'x', rtpPorts: await freeRange(2), store: new MemoryStore() });

test('it listens on one port for UDP and TCP, and answers who asks whether it is there', async () => {
  const probe = new SipEndpoint();
  try {
    for (const transport of ['udp', 'tcp'] as const) {
      await probe.listen({ transport, host: '127.0.0.1', port: 0 });
      const target = { transport, host: '127.0.0.1', port: office.port };
      const ask = (method: string) =>
        probe.request({ method, uri: `sip:127.0.0.1:${office.port}`, from: { uri: 'sip:probe@x' }, target });
      expect((await ask('OPTIONS')).status).toBe(200);
      expect((await ask('MESSAGE')).headers.get('allow')).toContain('REGISTER');
    }
  } finally {
    await probe.close();
  }
});

test('a port that is taken is an error at the start', async () => {
  const taken = createSocket('udp4').bind(0, '127.0.0.1');
  await once(taken, 'listening');
  const pbx = await newPbx(taken.address().port);
  await expect(pbx.start()).rejects.toThrow(/EADDRINUSE/);
  await pbx.close();
  taken.close();
});

test('before its start and after its end it does nothing, and says so', async () => {
  const pbx = await newPbx(0);
  await expect(pbx.makeCall('2880', { to: '2881' })).rejects.toMatchObject({ code: 'closed' });
  await pbx.start();
  await expect(pbx.start()).rejects.toMatchObject({ code: 'closed' });
  await pbx.close();
  await pbx.close();
  await expect(pbx.act('2880', '1', { action: 'end' })).rejects.toMatchObject({ code: 'closed' });
});

test('at its end calls end, phones are hung up, and their last change has been told', async () => {
  const phone = await office.addPhone('2880', { autoAnswer: true });
  await office.addPhone('2881');
  const talking = await office.callIn('2880');
  await talking.until('connected', 5_000);
  const waiting = await phone.dial('2881');
  await office.call('2881', 'ringing');
  await office.shutDown();
  expect(office.changes.filter(({ final }) => final).map(({ cause }) => cause)).toEqual(
    Array.from({ length: 3 }, () => 'resourcesNotAvailable'),
  );
  await Promise.all([talking.until('ended', 5_000), waiting.until('ended', 5_000)]);
  expect([talking.endCause, waiting.status]).toEqual(['bye', 503]);
  expect(office.pbx.stats()).toMatchObject({ calls: 0, legs: 0, mediaSessions: 0, transactions: 0 });
});

test('the state of an endpoint is that of its most active call', async () => {
  const state = () => office.pbx.endpoint('2880')?.state;
  const phone = await office.addPhone('2880');
  await office.addPhone('2881', { autoAnswer: true });
  expect([state(), office.pbx.endpoint('2999')]).toEqual(['idle', undefined]);
  const first = await phone.dial('2881');
  await first.until('connected', 5_000);
  expect(state()).toBe('connected');
  await office.callIn('2880');
  await office.call('2880', 'ringing');
  expect(state()).toBe('ringing');
  for (const call of office.outside.calls) call.hangup();
  await eventually(() => state() === 'connected', 'the ringing call is over');
  await office.pbx.act('2880', (await office.call('2880', 'connected')).callId, { action: 'hold' });
  expect(state()).toBe('held');
});

test('a listener that throws disturbs neither calls nor other listeners, and one that has left hears nothing', async () => {
  const heard: string[] = [];
  office.pbx.onCallChanged(() => {
    throw new Error('a fault of a listener');
  });
  office.pbx.onCallChanged(({ state }) => heard.push(state));
  const leave = office.pbx.onCallChanged(() => heard.push('left'));
  leave();
  await office.addPhone('2880', { autoAnswer: true });
  await (await office.callIn('2880')).until('connected', 5_000);
  await eventually(() => heard.length === 2, 'both changes');
  expect(heard).toEqual(['ringing', 'connected']);
});

test('a call is told as it was at its change, and cannot be altered', async () => {
  await office.addPhone('2880', { autoAnswer: true });
  await (await office.callIn('2880')).until('connected', 5_000);
  const [rang, connected] = [office.changes[0], await office.call('2880', 'connected')];
  expect([rang?.state, rang?.answeredAt, Object.isFrozen(rang)]).toEqual(['ringing', undefined, true]);
  expect(connected.answeredAt).toBeGreaterThanOrEqual(connected.ringingAt ?? Number.POSITIVE_INFINITY);
});
