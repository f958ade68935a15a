import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordingInfo } from '../../src/index.ts';
import { SoundFile } from '../media/support/sound-file.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// Whose call is recorded, its recording is closed when that call ends, and goes on when the far party is another one.
const [ADA, BEN, CLEO] = [600, 900, 1_300];
const LIMIT_MS = 5_000;
const CONSULTATION_MS = 1_000;

let office: Office;
let folder: string;
let told: RecordingInfo[];
let ada: Phone;
let ben: Phone;
let cleo: Phone;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'));
  office = await Office.open({ recordings: { file: (id) => join(folder, `${id}.wav`) } });
  told = [];
  office.pbx.onRecordingChanged((recording) => told.push(recording));
  ada = await office.addPhone('2880', { tone: ADA, autoAnswer: true });
  ben = await office.addPhone('2881', { tone: BEN, autoAnswer: true });
  cleo = await office.addPhone('2882', { tone: CLEO, autoAnswer: true });
  await office.pbx.makeCall('2880', { to: '2881', record: true });
  await (await callAt(ada)).untilHears(BEN, LIMIT_MS);
  await talk(await callAt(ada), 1_000);
});

afterEach(async () => {
  await office.close();
  await rm(folder, { recursive: true });
});

const callAt = (phone: Phone): Promise<PhoneCall> => eventually(() => phone.calls[0], 'its call');
const idAt = (endpointId: string): string => office.pbx.calls(endpointId)[0]?.callId ?? '';

/** The call goes on for a while. */
async function talk(call: PhoneCall, ms: number): Promise<void> {
  const { packetsReceived } = call.heard();
  await eventually(() => call.heard().packetsReceived >= packetsReceived + ms / 20, 'some talk');
}

/** Consults Cleo for a second, and joins her with the far party. */
const transfers = {
  async 'by a program'(_: Phone, endpointId: string) {
    const first = idAt(endpointId);
    await office.pbx.act(endpointId, first, { action: 'consult', destination: '2882' });
    await talk(await callAt(cleo), CONSULTATION_MS);
    const otherCallId = office.pbx.calls(endpointId).find(({ callId }) => callId !== first)?.callId ?? '';
    await office.pbx.act(endpointId, first, { action: 'supervisedTransfer', otherCallId });
  },
  async 'by REFER with Replaces'(phone: Phone) {
    const first = await callAt(phone);
    await first.hold();
    const second = await phone.dial('2882');
    await second.until('connected', LIMIT_MS);
    await talk(await callAt(cleo), CONSULTATION_MS);
    expect(await first.transferTo(second)).toBe(200);
  },
};
const ways = Object.keys(transfers) as (keyof typeof transfers)[];

async function recordingAtEnd(): Promise<{ end: RecordingInfo; sound: SoundFile; wallMs: number }> {
  const end = await eventually(() => told.find(({ state }) => state === 'ended'), 'the end of the recording');
  const sound = await SoundFile.read(end.file);
  expect(end).toMatchObject({ durationMs: sound.ms, bytes: sound.bytes, endpointId: '2880' });
  expect(sound.toldMs).toBe(sound.ms);
  return { end, sound, wallMs: (end.endedAt ?? 0) - end.startedAt };
}

test.each(ways)('who is recorded and transfers the call %s: closed with both voices', async (way) => {
  await transfers[way](ada, '2880');
  const { end, sound, wallMs } = await recordingAtEnd();
  expect(end.cause).toBeUndefined();
  for (const hz of [ADA, BEN]) expect(sound.heardMs(hz)).toBeGreaterThanOrEqual(700);
  // A consultation is a call of its own, and none of what is recorded.
  expect(sound.heardMs(CLEO)).toBe(0);
  // On one line with the recorded call its time is left out; a telephone that holds is silent so long.
  if (way === 'by a program') expect(wallMs - sound.ms).toBeGreaterThan(CONSULTATION_MS * 0.7);
  else expect(Math.abs(wallMs - sound.ms)).toBeLessThan(CONSULTATION_MS * 0.7);
  await (await callAt(ben)).untilHears(CLEO, LIMIT_MS);
  await (await callAt(cleo)).untilHears(BEN, LIMIT_MS);
  expect(told.filter(({ state }) => state === 'ended')).toHaveLength(1);
});

test.each(ways)('who is recorded and is transferred %s: goes on with the new party, to the end', async (way) => {
  await transfers[way](ben, '2881');
  const atAda = await callAt(ada);
  await atAda.untilHears(CLEO, LIMIT_MS);
  const joined = idAt('2882');
  const { callIds } = await eventually(() => told.findLast((one) => one.callIds.includes(joined)), 'who has joined');
  expect(callIds).toContain(idAt('2880'));
  await talk(atAda, 1_000);
  expect(told.at(-1)?.state).toBe('recording');
  (await callAt(cleo)).hangup();
  const { end, sound, wallMs } = await recordingAtEnd();
  expect(end.callIds).toEqual(callIds);
  expect(Math.abs(wallMs - sound.ms)).toBeLessThan(CONSULTATION_MS * 0.7);
  for (const hz of [BEN, CLEO]) expect(sound.heardMs(hz)).toBeGreaterThanOrEqual(700);
  // Before the transfer, during the consultation, and after it.
  expect(sound.heardMs(ADA)).toBeGreaterThanOrEqual(2_000);
  await office.quiet();
});
