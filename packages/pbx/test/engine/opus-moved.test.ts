import { afterEach, beforeEach, expect, test } from 'vitest';
import { VOICEMAIL } from '../../src/index.ts';
import { Office } from '../support/office.ts';
import { OpusPhone } from '../support/opus-phone.ts';
import { FolderMailboxes } from '../voicemail/support/folder-mailboxes.ts';

// Calls in Opus that are moved to where it is not understood, or to where it is.
let office: Office;
const phones: OpusPhone[] = [];

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  await office.close();
});

async function opusPhone(endpointId: string): Promise<OpusPhone> {
  const phone = await OpusPhone.open(await office.addDevice(endpointId));
  phones.push(phone);
  return phone;
}

/** 2880 has called 2881; both talk Opus. */
async function talk(): Promise<[OpusPhone, OpusPhone]> {
  const [one, other] = [await opusPhone('2880'), await opusPhone('2881')];
  await Promise.all([one.dial('2881'), other.answers()]);
  return [one, other];
}

async function act(endpointId: string, state: string, request: Parameters<Office['pbx']['act']>[2]): Promise<void> {
  await office.pbx.act(endpointId, (await office.call(endpointId, state)).callId, request);
}

/** 2881 asks 2882 while 2880 waits. */
async function consult(): Promise<OpusPhone> {
  const third = await opusPhone('2882');
  await Promise.all([act('2881', 'connected', { action: 'consult', destination: '2882' }), third.answers()]);
  await third.untilHears('opus');
  return third;
}

test('sent on to a telephone without it, the party is asked for G.711 and talks on', async () => {
  const [one] = await talk();
  const desk = await office.addPhone('2882', { tone: 900, autoAnswer: true });
  await act('2881', 'connected', { action: 'blindTransfer', destination: '2882' });
  await one.untilHears('PCMU');
  await expect.poll(() => desk.calls[0]?.heard().packetsReceived ?? 0).toBeGreaterThan(10);
  expect([one.codec, one.reinvites]).toEqual(['PCMU', 1]);
});

test('sent on to a telephone with it, the party is not asked at all', async () => {
  const [one] = await talk();
  const third = await opusPhone('2882');
  await Promise.all([act('2881', 'connected', { action: 'blindTransfer', destination: '2882' }), third.answers()]);
  await Promise.all([one.untilHears('opus'), third.untilHears('opus')]);
  expect([one.reinvites, third.reinvites]).toEqual([0, 0]);
});

test('a supervised transfer costs no round trip', async () => {
  const [one] = await talk();
  const third = await consult();
  const { callId: otherCallId } = await office.call('2881', 'connected');
  await act('2881', 'held', { action: 'supervisedTransfer', otherCallId });
  await Promise.all([one.untilHears('opus'), third.untilHears('opus')]);
  expect([one.reinvites, third.reinvites]).toEqual([0, 0]);
});

test('a conference: each is asked once for G.711 and hears the others', async () => {
  const parties = await talk();
  const all = [...parties, await consult()];
  await act('2881', 'connected', { action: 'conference' });
  await Promise.all(all.map((phone) => phone.untilHears('PCMU')));
  expect(all.map(({ codec, reinvites }) => [codec, reinvites])).toEqual([
    ['PCMU', 1],
    ['PCMU', 1],
    ['PCMU', 1],
  ]);
});

test('digits of a program are sent in between', async () => {
  const [one, other] = await talk();
  await act('2880', 'connected', { action: 'dtmf', digits: '5' });
  expect(other.packets.some(({ payloadType, payload }) => payloadType === 101 && payload[0] === 5)).toBe(true);
  await Promise.all([one.untilHears('opus'), other.untilHears('opus')]);
});

test('sent on to a mailbox, it is asked for G.711: its message has to be understood', async () => {
  await office.close();
  const boxes = await FolderMailboxes.open();
  office = await Office.open({ voicemail: { mailboxes: boxes } });
  const [one] = await talk();
  office.addExtension('2882');
  office.pbx.features.setEndpoint('2882', { dnd: true, forwarding: { busy: VOICEMAIL } });
  await act('2881', 'connected', { action: 'blindTransfer', destination: '2882' });
  await one.untilHears('PCMU');
  await expect.poll(() => one.codec).toBe('PCMU');
  await one.session?.request('BYE');
  await office.quiet();
  await boxes.close();
});
