import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { silentLog } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NoMediaPorts } from '../../src/media/index.ts';
import { eventually } from '../support/eventually.ts';
import { Studio } from './support/studio.ts';

let studio: Studio;
let worker: Worker;
let logged: string[];

const noteWorker = (started: Worker) => {
  worker = started;
};

beforeEach(async () => {
  process.on('worker', noteWorker);
  logged = [];
  studio = await Studio.open({ count: 2, log: { ...silentLog, error: (_, text) => logged.push(text) } });
});

afterEach(async () => {
  await studio.close();
  process.off('worker', noteWorker);
});

/** Ends the worker, and waits until the plane has noticed. */
async function fail(): Promise<void> {
  const first = worker;
  const gone = once(first, 'exit');
  await first.terminate();
  await gone;
}

const newSession = () => {
  try {
    return studio.plane.open();
  } catch (error) {
    if (error instanceof NoMediaPorts) return undefined;
    throw error;
  }
};

test('a worker that fails takes its sessions with it, and each is told once', async () => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  const lost: string[] = [];
  one.session.onLost(() => lost.push('one'));
  other.session.onLost(() => lost.push('other'));
  const asked = one.session.stats();
  await fail();
  expect([lost, studio.plane.sessions]).toEqual([['one', 'other'], 0]);
  expect(await asked).toMatchObject({ packetsReceived: 0 });
  expect(await one.session.stats()).toMatchObject({ packetsReceived: 0 });
  one.session.close();
  one.session.play('hold');
  expect([lost.length, studio.plane.sessions]).toEqual([2, 0]);
  expect(logged).toEqual(['The media worker stopped: its calls are lost, another one starts']);
});

test('another worker takes its place, with all the ports', async () => {
  expect([studio.plane.open(), studio.plane.open()].map(({ port }) => port - studio.range.from)).toEqual([0, 2]);
  await fail();
  expect(() => studio.plane.open()).toThrow(NoMediaPorts);
  const [one, other] = [await eventually(newSession, 'a port'), await eventually(newSession, 'another port')];
  const [talker, listener] = [(await studio.party(600)).offer(one), (await studio.party(900)).offer(other)];
  one.join(other);
  talker.talk();
  await listener.untilHears(600);
});

test('a worker that fails again is replaced again', async () => {
  for (let round = 0; round < 2; round += 1) {
    const session = await eventually(newSession, 'a port');
    let lost = false;
    session.onLost(() => {
      lost = true;
    });
    await fail();
    expect(lost).toBe(true);
  }
  await eventually(newSession, 'a port');
});

test('a plane that closes without a worker does not start one', async () => {
  await fail();
  const failed = worker;
  await studio.plane.close();
  expect(() => studio.plane.open()).toThrow(NoMediaPorts);
  expect(worker).toBe(failed);
});
