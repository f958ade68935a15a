import type { Phone } from '@cordboard/phone';
import { type Clock, ManualClock, systemClock } from '@cordboard/sip';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callTransitions } from '../../src/calls/call-transitions.ts';
import type { Call } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { atPhones, OUTSIDE, type Scene, steps, take } from './steps.ts';

/** Timers run when a step says so; registrations do not run out by it. */
const timers = new ManualClock();
const clock: Clock = { now: () => systemClock.now(), after: (ms, run) => timers.after(ms, run) };
const phones = new Map<string, Phone>();
let office: Office;
let scene: Scene;
const faults: unknown[] = [];

beforeAll(async () => {
  const error = (fields: object, text: string) => faults.push([text, fields]);
  office = await Office.open({ clock, log: { debug() {}, info() {}, warn() {}, error } });
  for (const extension of ['2880', '2881', '2882']) phones.set(extension, await office.addPhone(extension));
  phones.set(OUTSIDE, office.outside);
  scene = { office, phones, advance: (ms) => timers.advance(ms) };
});

afterAll(async () => {
  await office.close();
});

/** Everybody hangs up, until nobody has anything left to hang up. */
async function everybodyHangsUp(): Promise<void> {
  await eventually(async () => {
    for (const call of atPhones(scene)) call.hangup();
    await office.settled();
    const { calls, legs, mediaSessions } = office.pbx.stats();
    return calls + legs + mediaSessions + atPhones(scene).length === 0;
  }, 'nothing is left of any call');
}

/** What was done has its effect; every line has its audio, and nothing else has any. */
async function settle(): Promise<void> {
  await office.settled();
  const { legs, mediaSessions } = office.pbx.stats();
  expect(mediaSessions).toBe(legs);
}

/** Each call goes by the table of states, and shows one final change, as its last. */
function checkStories(changes: readonly Call[]): void {
  for (const story of Map.groupBy(changes, ({ callId }) => callId).values()) {
    const told = story.map(({ state, cause }) => `${state}/${cause}`).join(' ');
    for (const [at, { state, final }] of story.entries()) {
      expect(final, told).toBe(at === story.length - 1);
      expect(final, told).toBe(state === 'idle');
      const next = story[at + 1]?.state;
      if (next !== undefined) expect(callTransitions[state as 'ringing'], told).toContain(next);
    }
  }
}

test('whatever people, programs and time do in whatever order, no leg, audio or call is left, and each call ends once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const from = office.changes.length;
      const underWay: Promise<unknown>[] = [];
      for (const one of all) {
        underWay.push(take(scene, one));
        if (one.settles) await settle();
      }
      const allDone = Promise.all(underWay);
      await everybodyHangsUp();
      // Actions that waited for a phone give up.
      timers.advance(5_000);
      await allDone;
      await everybodyHangsUp();
      checkStories(office.changes.slice(from));
      expect(faults).toEqual([]);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 12_000, markInterruptAsFailure: false, endOnFailure: true },
  );
});
