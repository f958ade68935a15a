import type { Phone } from '@cordboard/phone';
import { parseNameAddr, type SipRequest } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { type RawPhone, rawAnswer } from '../support/raw-phone.ts';

// A phone that stays is told whom it talks to now: P-Asserted-Identity by UPDATE or re-INVITE (RFC 3325, RFC 3311).
let office: Office;
let phone: RawPhone;
let target: Phone;

beforeEach(async () => {
  office = await Office.open();
  phone = await office.addRawPhone('2880');
  await phone.register();
  target = await office.addPhone('2881');
});

afterEach(async () => {
  await office.close();
});

/** 2882 calls 2880, whose phone answers with this Allow; gives the phone's INVITE. */
async function talks(...headers: string[]): Promise<SipRequest> {
  const caller = await office.addPhone('2882');
  const call = await caller.dial('2880');
  const invite = await phone.peer.nextRequest();
  phone.reply(invite, 200, { ...rawAnswer(invite), headers });
  await call.until('connected', 5_000);
  expect((await phone.peer.nextRequest()).method).toBe('ACK');
  return invite;
}

/** 2882 sends its party on to 2881, which lifts. */
async function sentOn(): Promise<void> {
  const { callId } = await office.call('2882', 'connected');
  await office.pbx.act('2882', callId, { action: 'blindTransfer', destination: '2881' });
  (await eventually(() => target.calls[0], 'it rings')).answer();
  await office.call('2881', 'connected');
}

const told = (request: SipRequest) => {
  const address = parseNameAddr(request.headers.get('p-asserted-identity') ?? '');
  return [request.method, address?.displayName, address?.uri, request.headers.has('remote-party-id')];
};
const expected = ['Name 2881', 'sip:2881@127.0.0.1', false];

test('by UPDATE, when the phone takes it; once the new party is there', async () => {
  await talks('Allow: INVITE, ACK, BYE, UPDATE');
  await sentOn();
  const update = await phone.peer.nextRequest();
  expect([...told(update), update.body.length]).toEqual(['UPDATE', ...expected, 0]);
  phone.reply(update, 200);
  expect(await phone.heard()).toEqual([]);
});

test('by a re-INVITE with the same description, when it does not', async () => {
  const invite = await talks('Allow: INVITE, ACK, BYE');
  await sentOn();
  const again = await phone.peer.nextRequest();
  expect([...told(again), again.body.equals(invite.body)]).toEqual(['INVITE', ...expected, true]);
  phone.reply(again, 200, rawAnswer(again));
  expect((await phone.peer.nextRequest()).method).toBe('ACK');
  expect(office.pbx.calls('2880')).toMatchObject([{ state: 'connected' }]);
});

test('not at all, when it has not said what it takes', async () => {
  await talks();
  await sentOn();
  expect(await phone.heard()).toEqual([]);
});

test('a refusal changes nothing', async () => {
  await talks('Allow: INVITE, UPDATE');
  await sentOn();
  phone.reply(await phone.peer.nextRequest(), 500);
  await office.settled();
  expect(office.pbx.calls('2880')).toMatchObject([{ state: 'connected' }]);
});
