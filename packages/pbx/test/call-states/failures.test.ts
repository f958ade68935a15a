import type { PhoneCall } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failures, trunkFailures } from '../../src/lines/failures.ts';
import { Scene } from './scene.ts';

const all = {
  ...failures,
  302: { cause: 'destNotObtainable', status: 480 },
  599: { cause: 'networkCongestion', status: 503 },
};
const byPhone = Object.entries(all).map(([status, meaning]) => ({ refusal: Number(status), ...meaning }));
const byTrunk = Object.entries({ ...all, ...trunkFailures }).map(([status, meaning]) => ({
  refusal: Number(status),
  ...meaning,
}));

let scene: Scene;

beforeAll(async () => {
  scene = await Scene.open();
});

afterAll(async () => {
  await scene.office.close();
});

/** A dials, the callee's phone refuses, and A's phone is told. */
async function refused(by: 'B' | 'outside', status: number): Promise<PhoneCall> {
  await scene.office.settled();
  scene.mark();
  const call = await scene.dials('A', by);
  (await scene.rings(by)).reject(status);
  await call.until('ended', 5_000);
  await scene.office.quiet();
  return call;
}

describe('a phone refuses', () => {
  test.each(byPhone)('with $refusal: $cause, and the caller is told $status', async ({ refusal, cause, status }) => {
    const call = await refused('B', refusal);
    expect(call.status).toBe(status);
    expect(scene.seen().filter(([, , , state]) => state === 'idle')).toEqual([
      ['A', 'outbound', 'B', 'idle', cause],
      ['B', 'inbound', 'A', 'idle', cause],
    ]);
  });
});

describe('the trunk refuses', () => {
  test.each(byTrunk)('with $refusal: $cause, and the caller is told $status', async ({ refusal, cause, status }) => {
    const call = await refused('outside', refusal);
    expect(call.status).toBe(status);
    expect(scene.seen().at(-1)).toEqual(['A', 'outbound', 'outside', 'idle', cause]);
  });
});
