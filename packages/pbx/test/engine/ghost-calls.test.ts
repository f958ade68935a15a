import { createSocket } from 'node:dgram';
import { RtpSender, readSdp } from '@cordboard/rtp';
import { ManualClock, type SipRequest } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { type RawPhone, rawAnswer } from '../support/raw-phone.ts';

// A phone that is gone says no BYE. Every half a minute each is asked by OPTIONS inside its call.
const ROUND_MS = 30_200;
/** RFC 3261 timer F. */
const SILENCE_MS = 32_000;

let office: Office;
let clock: ManualClock;

beforeEach(async () => {
  clock = new ManualClock();
  office = await Office.open({ clock });
});

afterEach(async () => {
  await office.close();
});

/** Outside talks with a device or raw phone, which says nothing by itself. */
async function talks(answer: () => Promise<unknown>): Promise<void> {
  const caller = await office.callIn('2880');
  await answer();
  await caller.until('connected', 5_000);
  // Every ACK has come when time moves.
  await office.settled();
}

/** The phone is registered and has answered; its INVITE is given. */
async function rawCall(phone: RawPhone): Promise<SipRequest> {
  await phone.register();
  let invite: SipRequest | undefined;
  await talks(async () => {
    invite = await phone.peer.nextRequest();
    phone.reply(invite, 200, rawAnswer(invite));
  });
  expect((await phone.peer.nextRequest()).method).toBe('ACK');
  return invite as SipRequest;
}

/** Time goes on until the phone is asked again; what is repeated for want of an answer is passed over. */
async function nextOptions(phone: RawPhone, last: number): Promise<SipRequest> {
  for (;;) {
    const arrives = phone.peer.nextRequest();
    let here = false;
    void arrives.then(() => {
      here = true;
    });
    await eventually(() => {
      if (!here) clock.advance(500);
      return here;
    }, 'OPTIONS');
    const request = await arrives;
    expect(request.method).toBe('OPTIONS');
    if (request.head.cseq.number > last) return request;
  }
}

const gone = () => eventually(() => office.story('2880').at(-1) === 'idle/networkNotObtainable', 'the call ends');

test('a phone that answers stays in its call, round after round', async () => {
  const phone = await office.addRawPhone('2880');
  await rawCall(phone);
  let last = 0;
  for (let round = 0; round < 4; round += 1) {
    const options = await nextOptions(phone, last);
    last = options.head.cseq.number;
    phone.reply(options, 200);
  }
  expect(office.story('2880').at(-1)).toBe('connected/newCall');
});

test('one that knows its call no more (481) has lost it, and the far side is let go', async () => {
  const phone = await office.addRawPhone('2880');
  await rawCall(phone);
  clock.advance(ROUND_MS);
  const options = await phone.peer.nextRequest();
  expect(options.method).toBe('OPTIONS');
  phone.reply(options, 481);
  await gone();
  expect((await phone.peer.nextRequest()).method).toBe('BYE');
  await eventually(() => office.outside.calls.length === 0, 'outside is let go');
  await office.quiet();
});

test('one that says nothing and sends no audio is gone', async () => {
  const phone = await office.addRawPhone('2880');
  await rawCall(phone);
  clock.advance(ROUND_MS);
  expect((await phone.peer.nextRequest()).method).toBe('OPTIONS');
  expect(office.story('2880').at(-1)).toBe('connected/newCall');
  clock.advance(SILENCE_MS);
  await gone();
  await office.quiet();
});

test('one that ignores OPTIONS but sends audio is there, until the audio stops', async () => {
  const phone = await office.addRawPhone('2880');
  const invite = await rawCall(phone);
  const { port } = readSdp(invite.body.toString());
  const socket = createSocket('udp4');
  const sender = new RtpSender();
  const speak = () => socket.send(sender.frame(0, Buffer.alloc(160)), port, '127.0.0.1');
  const talking = setInterval(speak, 5);
  const heardOutside = () => office.outside.calls[0]?.heard().packetsReceived ?? 0;
  try {
    for (let round = 0; round < 2; round += 1) {
      const before = heardOutside();
      await eventually(() => heardOutside() > before + 5, 'audio of the phone');
      clock.advance(ROUND_MS);
      await eventually(async () => (await phone.heard()).includes('OPTIONS'), 'OPTIONS');
      clock.advance(SILENCE_MS);
      await office.settled();
    }
    expect(office.story('2880').at(-1)).toBe('connected/newCall');
  } finally {
    clearInterval(talking);
    socket.close();
  }
  await eventually(async () => {
    clock.advance(ROUND_MS);
    await office.settled();
    clock.advance(SILENCE_MS);
    await office.settled();
    return office.pbx.stats().calls === 0;
  }, 'the end of the call');
  await gone();
});

test('a caller that is gone is found as well', async () => {
  const callee = await office.addDevice('2880');
  const caller = await office.addRawPhone('2881');
  const call = { to: '2880', headers: [`Contact: ${caller.contact}`], body: callee.sdp().offer() };
  const answer = caller.asksAuthorized('INVITE', call);
  await callee.answers();
  const toTag = (await answer).head.to.params.get('tag') ?? '';
  caller.send('ACK', { to: '2880', cseq: 2, toTag });
  expect(await caller.heard()).toEqual([]);
  clock.advance(ROUND_MS);
  const options = await caller.peer.nextRequest();
  expect(options.method).toBe('OPTIONS');
  caller.reply(options, 481);
  await gone();
  expect(office.story('2881').at(-1)).toBe('idle/networkNotObtainable');
  await office.quiet();
});
