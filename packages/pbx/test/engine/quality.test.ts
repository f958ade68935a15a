import type { PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../src/index.ts';
import { Party } from '../media/support/party.ts';
import { answered } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  await office.close();
});

/** The last change of an endpoint's call. */
const final = async (endpointId: string): Promise<Call> =>
  await eventually(() => office.changes.find((call) => call.endpointId === endpointId && call.final), 'the end');

test('the last change of a call tells how the sound of its phone came in', async () => {
  const phone = await office.addPhone('2880', { tone: 600 });
  await office.addPhone('2881', { tone: 900, autoAnswer: true });
  const call: PhoneCall = await phone.dial('2881');
  await call.untilHears(900, 5_000);
  await eventually(() => call.heard().packetsReceived > 30, 'some talk');
  call.hangup();
  for (const endpointId of ['2880', '2881']) {
    const { quality } = await final(endpointId);
    expect(quality?.packetsReceived).toBeGreaterThan(20);
    expect([quality?.packetsLost, (quality?.meanOpinionScore ?? 0) > 4]).toEqual([0, true]);
  }
  expect(office.changes.filter(({ quality }) => quality !== undefined)).toHaveLength(2);
});

test('what was lost on the way lowers the estimate, on the side where it was lost', async () => {
  const [caller, callee] = [await office.addDevice('2880'), await office.addDevice('2881')];
  const [one, other] = [await Party.open(600), await Party.open(900)];
  try {
    const dialled = answered(caller.dial('2881', { body: one.write((sdp) => sdp) }));
    const invite = await callee.rings();
    invite.answer({ body: other.reply(invite.request.body.toString(), (sdp) => sdp) });
    const session = await dialled;
    one.read(session.initialRemoteBody.toString());
    one.talk();
    await other.untilHears(600);
    one.hush();
    const before = other.packets.length;
    // Of every ten packets one is missing; the last one is there, so that the loss is seen.
    for (let sequence = 1; sequence <= 101; sequence += 1) {
      if (sequence % 10 !== 0) one.sendPacket({ sequence, timestamp: sequence * 160 });
    }
    await other.untilPackets(before + 91);
    session.bye();
    const { quality } = await final('2880');
    expect(quality?.packetsLost).toBe(10);
    expect(quality?.meanOpinionScore).toBeLessThan(4);
    expect((await final('2881')).quality).toBeUndefined();
  } finally {
    for (const party of [one, other]) party.close();
  }
});

test('a call that nobody answered tells nothing of it', async () => {
  const phone = await office.addPhone('2880');
  await office.addPhone('2881');
  const call = await phone.dial('2881');
  await office.call('2881', 'ringing');
  call.hangup();
  expect((await final('2881')).quality).toBeUndefined();
});
