import { ManualClock } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { rawAnswer } from '../support/raw-phone.ts';

// RFC 3261 sections 13.2.2.4 and 13.3.1.4: who answers repeats the 200 until its ACK comes, who called acknowledges
// each of them.
let office: Office;
let clock: ManualClock;

beforeEach(async () => {
  clock = new ManualClock();
  office = await Office.open({ clock });
});

afterEach(async () => {
  await office.close();
});

test('a phone that repeats its 200 gets its ACK again, and no second call', async () => {
  const phone = await office.addRawPhone('2880');
  await phone.register();
  const caller = await office.callIn('2880');
  const invite = await phone.peer.nextRequest();
  for (let count = 0; count < 3; count += 1) {
    phone.reply(invite, 200, rawAnswer(invite));
    const ack = await phone.peer.nextRequest();
    expect([ack.method, ack.head.cseq.number]).toEqual(['ACK', invite.head.cseq.number]);
  }
  await caller.until('connected', 5_000);
  expect(office.pbx.stats()).toMatchObject({ calls: 1, legs: 2, mediaSessions: 2 });
  expect(office.story('2880')).toEqual(['ringing/newCall', 'connected/newCall']);
});

/** 2880 calls 2881, which answers; the 200 has come to 2880, which has not acknowledged it. */
async function unacknowledged() {
  const callee = await office.addDevice('2881');
  const caller = await office.addRawPhone('2880');
  const call = { to: '2881', headers: [`Contact: ${caller.contact}`], body: callee.sdp().offer() };
  const answer = caller.asksAuthorized('INVITE', call);
  const far = await callee.answers();
  const ended = new Promise((resolve) => far.onEnded(resolve));
  return { caller, ended, toTag: (await answer).head.to.params.get('tag') ?? '' };
}

test('our 200 is repeated until the caller acknowledges it', async () => {
  const { caller, toTag } = await unacknowledged();
  for (const pause of [500, 1_000, 2_000]) {
    expect(await caller.heard()).toEqual([]);
    clock.advance(pause);
    expect(await caller.heard()).toEqual(['200 INVITE']);
  }
  caller.send('ACK', { to: '2881', cseq: 2, toTag });
  expect(await caller.heard()).toEqual([]);
  clock.advance(20_000);
  expect(await caller.heard()).toEqual([]);
  expect(office.story('2880')).toEqual(['connected/newCall', 'connected/newCall']);
});

test('a caller that never acknowledges is hung up, and so is the callee', async () => {
  const { caller, ended } = await unacknowledged();
  await caller.heard();
  clock.advance(32_000);
  expect((await caller.heard()).at(-1)).toBe('BYE');
  expect(await ended).toBe('bye');
  await eventually(() => office.pbx.stats().calls === 0, 'no call is left');
  expect([office.story('2880').at(-1), office.story('2881').at(-1)]).toEqual([
    'idle/networkNotObtainable',
    'idle/networkNotObtainable',
  ]);
});
