import { readSdp } from '@cordboard/rtp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { OpusPhone } from '../support/opus-phone.ts';

let office: Office;
const phones: OpusPhone[] = [];

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close();
  await office.close();
});

const codecsOf = (offer: string) => readSdp(offer).codecs.map(({ codec }) => codec);

async function opusPhone(endpointId: string): Promise<OpusPhone> {
  const phone = await OpusPhone.open(await office.addDevice(endpointId));
  phones.push(phone);
  return phone;
}

/** 2880 talks Opus with 2881. */
async function talk(change: (callee: OpusPhone) => void = () => {}): Promise<{ one: OpusPhone; other: OpusPhone }> {
  const [one, other] = [await opusPhone('2880'), await opusPhone('2881')];
  change(other);
  const [, offer] = await Promise.all([one.dial('2881'), other.answers()]);
  expect(codecsOf(offer)).toEqual(['opus', 'PCMU', 'PCMA']);
  await Promise.all([one.untilHears('opus'), other.untilHears('opus')]);
  return { one, other };
}

async function act(endpointId: string, state: string, request: Parameters<Office['pbx']['act']>[2]): Promise<void> {
  await office.pbx.act(endpointId, (await office.call(endpointId, state)).callId, request);
}

test('two phones that have it talk Opus from the first packet, and nobody is asked again', async () => {
  const { one, other } = await talk();
  expect([one.reinvites, other.reinvites, one.codec, other.codec]).toEqual([0, 0, 'opus', 'opus']);
});

test('a phone without it is called by one that has it: G.711 from the start', async () => {
  const one = await opusPhone('2880');
  await office.addPhone('2881', { tone: 900, autoAnswer: true });
  await one.dial('2881');
  await one.untilHears('PCMU');
  expect([one.codec, one.reinvites]).toEqual(['PCMU', 0]);
});

test('a phone that has it is called by one that has not: it is not offered', async () => {
  const other = await opusPhone('2881');
  const phone = await office.addPhone('2880');
  const [, offer] = await Promise.all([phone.dial('2881'), other.answers()]);
  expect(codecsOf(offer)).toEqual(['PCMU', 'PCMA']);
  await other.untilHears('PCMU');
});

test('the trunk is not offered it', async () => {
  const one = await opusPhone('2880');
  office.outside.onIncoming((call) => call.answer());
  await one.dial('+16135550100');
  expect(one.codec).toBe('PCMU');
  await one.untilHears('PCMU');
});

test('a program holds: music in G.711 without asking, and Opus again afterwards', async () => {
  const { one, other } = await talk();
  await act('2880', 'connected', { action: 'hold' });
  await other.untilHears('PCMU');
  await act('2880', 'held', { action: 'retrieve' });
  await Promise.all([one.untilHears('opus'), other.untilHears('opus')]);
  expect([one.reinvites, other.reinvites]).toEqual([0, 0]);
});

test('a phone that agreed to Opus alone is asked for G.711 before it can hear music, and so is the other one', async () => {
  const { one, other } = await talk((callee) => {
    callee.terse = true;
  });
  await act('2880', 'connected', { action: 'hold' });
  await other.untilHears('PCMU');
  await act('2880', 'held', { action: 'retrieve' });
  await Promise.all([one.untilHears('PCMU'), other.untilHears('PCMU')]);
  expect([one.codec, other.codec, one.reinvites, other.reinvites]).toEqual(['PCMU', 'PCMU', 1, 1]);
});

test('a phone holds and takes back by itself: Opus again', async () => {
  const { one, other } = await talk();
  await one.reinvite({ direction: 'sendonly', opus: true });
  await other.untilHears('PCMU');
  await one.reinvite({ direction: 'sendrecv', opus: true });
  await Promise.all([one.untilHears('opus'), other.untilHears('opus')]);
});

test('a phone that leaves Opus out of a later offer takes the other one with it', async () => {
  const { one, other } = await talk();
  await one.reinvite({ opus: false });
  await Promise.all([one.untilHears('PCMU'), other.untilHears('PCMU')]);
  expect([one.codec, other.codec]).toEqual(['PCMU', 'PCMU']);
});

test('a phone that refuses to change keeps its call', async () => {
  const { one, other } = await talk((callee) => {
    callee.stubborn = true;
  });
  await one.reinvite({ opus: false });
  await eventually(() => other.reinvites > 0, 'it is asked');
  await other.untilHears('PCMU');
  await office.settled();
  expect(office.pbx.calls('2881')[0]?.state).toBe('connected');
});
