import { silentLog } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import { createMediaPlane, type MediaSession, NoMediaPorts } from '../../src/media/index.ts';
import { eventually } from '../support/eventually.ts';
import { freeRange, occupy, release } from '../support/ports.ts';
import { Studio } from './support/studio.ts';

let studio: Studio | undefined;

afterEach(async () => {
  await studio?.close();
  studio = undefined;
});

const opened = (plane: { open(): MediaSession }) => {
  try {
    return plane.open();
  } catch {
    return undefined;
  }
};

test('each session has an even port of the range, told in its SDP', async () => {
  studio = await Studio.open({ count: 3, advertisedHost: '203.0.113.7' });
  const sessions = Array.from({ length: 3 }, () => (studio as Studio).plane.open());
  const { from } = studio.range;
  expect(sessions.map(({ port }) => port)).toEqual([from, from + 2, from + 4]);
  expect(sessions[2]?.offer()).toMatch(
    new RegExp(`c=IN IP4 203.0.113.7\r\n[^]*m=audio ${from + 4} RTP/AVP 0 8 101\r\n`),
  );
  expect(studio.plane.sessions).toBe(3);
});

test('without a free port a session is refused, and a port in its rest is not free', async () => {
  studio = await Studio.open({ count: 2, portRestMs: 3_600_000 });
  const { plane } = studio;
  const [first] = [plane.open(), plane.open()];
  expect(() => plane.open()).toThrow(NoMediaPorts);
  first?.close();
  first?.close();
  expect(plane.sessions).toBe(1);
  expect(() => plane.open()).toThrow(NoMediaPorts);
});

test('after its rest a port serves again, and nothing of its last call is left', async () => {
  studio = await Studio.open({ count: 2, portRestMs: 20 });
  const { plane } = studio;
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  one.party.talk();
  other.party.talk();
  await Promise.all([one.party.untilHears(900), other.party.untilHears(600)]);
  one.session.close();

  const next = await eventually(() => opened(plane), 'the port is free again');
  expect(next.port).toBe(one.session.port);
  expect(await next.stats()).toEqual({ packetsSent: 0, packetsReceived: 0, lost: 0, jitterMs: 0 });
  // Orders to the old session do not reach the new one, which has its port.
  one.session.play('hold');
  one.session.join(other.session);
  other.session.join(one.session);
  one.party.offer(one.session);
  const newcomer = (await studio.party(1_200)).offer(next);
  newcomer.talk();
  await eventually(async () => (await next.stats()).packetsReceived > 10, 'the newcomer talks');
  expect(newcomer.packets).toEqual([]);
  expect(other.party.hears(1_200)).toBe(false);
});

test('a port that another program has is left out', async () => {
  const range = await freeRange(3);
  const taken = await occupy(range.from + 2);
  const warned: object[] = [];
  const plane = createMediaPlane({
    host: '127.0.0.1',
    ports: range,
    log: { ...silentLog, warn: (o) => warned.push(o) },
  });
  try {
    await plane.ready();
    expect([plane.open().port, plane.open().port]).toEqual([range.from, range.from + 4]);
    expect(() => plane.open()).toThrow(NoMediaPorts);
    expect(warned).toEqual([{ from: range.from + 2, to: range.from + 2, count: 1 }]);
  } finally {
    await plane.close();
    if (taken !== undefined) await release(taken);
  }
});

test('a range without one port to bind is an error at the start', async () => {
  const range = await freeRange(1);
  const taken = await occupy(range.from);
  const ready = (ports: { from: number; to: number }) =>
    createMediaPlane({ host: '127.0.0.1', ports, log: silentLog }).ready();
  await expect(ready(range)).rejects.toThrow(NoMediaPorts);
  await expect(ready({ from: 20_001, to: 20_001 })).rejects.toThrow(NoMediaPorts);
  if (taken !== undefined) await release(taken);
});

test('ports are bound ahead of need, for hundreds of calls', async () => {
  studio = await Studio.open({ count: 600 });
  const { plane } = studio;
  const ports = new Set<number>();
  for (let count = 0; count < 600; count += 1) ports.add((await eventually(() => opened(plane), 'a port')).port);
  expect([ports.size, plane.sessions]).toEqual([600, 600]);
});

test.each(['127.0.0.1', 'localhost'])('closing at %s ends every session and frees the ports', async (host) => {
  studio = await Studio.open({ count: 300, host });
  const { plane, range } = studio;
  const sessions = Array.from({ length: 100 }, () => plane.open());
  for (const session of sessions) session.play('hold');
  const asked = sessions[0]?.stats();
  // More ports are being bound at this moment.
  await plane.close();
  await plane.close();
  expect([plane.sessions, await asked]).toEqual([0, expect.objectContaining({ packetsReceived: 0 })]);
  expect(() => plane.open()).toThrow(NoMediaPorts);
  expect(await sessions[0]?.stats()).toMatchObject({ packetsSent: 0 });
  for (const port of [range.from, range.from + 200, range.to - 1]) {
    const socket = await occupy(port);
    expect(socket).toBeDefined();
    if (socket !== undefined) await release(socket);
  }
});
