import type { Phone } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call, MakeCallRequest } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let desk: Phone;
let callee: Phone;
const problems: unknown[] = [];

beforeEach(async () => {
  office = await Office.open();
  problems.length = 0;
  desk = await office.addPhone('2880', { autoAnswer: true });
  callee = await office.addPhone('2881', { tone: 900 });
});

afterEach(() => office.close());

const associated = (): Promise<Call> =>
  eventually(() => office.pbx.calls('2880').find(({ state }) => state === 'connected'), 'the first call');
const bridgeTo = ({ callId }: Call, o: Partial<MakeCallRequest> = {}) => {
  const bridge = { failed: (error: unknown) => problems.push(error) };
  return office.pbx.makeCall('2880', { to: '2881', associatedCallId: callId, bridge, ...o });
};
const ringing = (phone: Phone) => eventually(() => phone.calls.find(({ state }) => state === 'ringing'), 'it rings');

test('who answers hears the far party of the associated call, and the endpoint is free', async () => {
  const caller = await office.callIn('2880');
  const first = await associated();
  const second = await bridgeTo(first);
  expect(second.trackingId).toBe(first.trackingId);
  const theirs = await ringing(callee);
  theirs.answer();
  await Promise.all([caller.untilHears(900, 5_000), theirs.untilHears(425, 5_000)]);
  await eventually(() => desk.calls.length === 0, 'the desk is free');
  const ends = office.changes.filter(({ endpointId, final }) => endpointId === '2880' && final);
  expect(ends.map(({ callId, cause }) => [callId, cause]).toSorted()).toEqual(
    [first, second].map(({ callId }) => [callId, 'transfer']).toSorted(),
  );
  expect(office.pbx.calls('2881')).toMatchObject([{ trackingId: first.trackingId, from: { number: '+16135550100' } }]);
  expect(problems).toEqual([]);
  theirs.hangup();
  await office.quiet();
});

test('when the associated call is gone, the callee is left with the endpoint, and the program is told', async () => {
  const caller = await office.callIn('2880');
  const first = await associated();
  const second = await bridgeTo(first);
  caller.hangup();
  await eventually(() => office.pbx.call('2880', first.callId) === undefined, 'the first call is over');
  const theirs = await ringing(callee);
  theirs.answer();
  await eventually(() => problems.length === 1, 'it is told');
  expect(problems).toMatchObject([{ code: 'unknownCall' }]);
  expect(office.pbx.call('2880', second.callId)).toMatchObject({ state: 'connected', answeredAt: expect.any(Number) });
  await eventually(() => theirs.state === 'connected', 'the callee talks');
});

test('a call that is associated and not bridged is related to the other one, and no more', async () => {
  await office.callIn('2880');
  const first = await associated();
  const second = await office.pbx.makeCall('2880', { to: '2881', associatedCallId: first.callId });
  (await ringing(callee)).answer();
  await eventually(() => office.pbx.call('2880', second.callId)?.answeredAt !== undefined, 'it is answered');
  expect(office.pbx.calls('2880').map(({ trackingId }) => trackingId)).toEqual([first.trackingId, first.trackingId]);
});

test("another endpoint's call is refused before anything rings", async () => {
  const first = await office.pbx.makeCall('2880', { to: '2881' });
  (await ringing(callee)).answer();
  const [theirs] = await eventually(() => office.pbx.calls('2881'), 'the call of 2881');
  for (const callId of [theirs?.callId ?? '', 'none']) {
    await expect(bridgeTo({ ...first, callId })).rejects.toMatchObject({ code: 'unknownCall' });
  }
  expect(desk.calls).toHaveLength(1);
});
