import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call, CallAction, RecordingInfo } from '../../src/index.ts';
import { SoundFile } from '../media/support/sound-file.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const [ADA, BEN, CLEO] = [600, 900, 1_300];
const LIMIT_MS = 5_000;

let office: Office;
let folder: string;
let told: RecordingInfo[];
let atAda: PhoneCall;
let call: Call;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'));
  office = await Office.open({ recordings: { file: (id) => join(folder, `${id}.wav`) } });
  told = [];
  office.pbx.onRecordingChanged((recording) => told.push(recording));
  const phone = await office.addPhone('2880', { tone: ADA, autoAnswer: true });
  await office.addPhone('2881', { tone: BEN, autoAnswer: true });
  await office.addPhone('2882', { tone: CLEO, autoAnswer: true });
  call = await office.pbx.makeCall('2880', { to: '2881', record: true });
  atAda = await eventually(() => phone.calls[0], 'the call at Ada’s');
  await atAda.untilHears(BEN, LIMIT_MS);
});

afterEach(async () => {
  await office.close();
  await rm(folder, { recursive: true });
});

const act = (action: CallAction, callId = call.callId) => office.pbx.act('2880', callId, action);

/** The call goes on for a while. */
async function talk(ms: number): Promise<void> {
  const { packetsReceived } = atAda.heard();
  await eventually(() => atAda.heard().packetsReceived >= packetsReceived + ms / 20, 'some talk');
}

const last = async (state: RecordingInfo['state']) =>
  await eventually(() => told.at(-1)?.state === state && told.at(-1), `the recording is ${state}`);

test('a call that was made to be recorded is, from its answer to its end', async () => {
  await talk(1_000);
  const [start] = told as [RecordingInfo];
  const callIds = [call.callId, office.pbx.calls('2881')[0]?.callId];
  expect(start).toEqual({
    recordingId: expect.any(String),
    callIds: expect.arrayContaining(callIds),
    endpointId: '2880',
    trackingId: call.trackingId,
    state: 'recording',
    startedAt: expect.any(Number),
    durationMs: 0,
    bytes: 0,
    file: join(folder, `${start.recordingId}.wav`),
    tags: {},
  });
  await act({ action: 'end' });
  const end = await last('ended');
  const sound = await SoundFile.read(end.file);
  expect(end).toEqual({
    ...start,
    state: 'ended',
    endedAt: expect.any(Number),
    durationMs: sound.ms,
    bytes: sound.bytes,
  });
  expect(Math.abs((end.endedAt ?? 0) - end.startedAt - sound.ms)).toBeLessThan(200);
  for (const hz of [ADA, BEN]) expect(sound.heardMs(hz)).toBeGreaterThanOrEqual(800);
});

test('it is paused, resumed and tagged; a second wish for the same changes nothing', async () => {
  await act({ action: 'pauseRecording' });
  await act({ action: 'pauseRecording' });
  await talk(2_000);
  await act({ action: 'tagRecording', tags: { customer: '4711', mood: 'good' } });
  await act({ action: 'resumeRecording' });
  await act({ action: 'tagRecording', tags: { mood: 'better' } });
  await talk(500);
  await act({ action: 'end' });
  const end = await last('ended');
  expect(told.map(({ state }) => state)).toEqual(['recording', 'paused', 'paused', 'recording', 'recording', 'ended']);
  expect(end.tags).toEqual({ customer: '4711', mood: 'better' });
  expect(end.durationMs).toBeLessThan(1_800);
  await expect(act({ action: 'tagRecording', tags: {} })).rejects.toMatchObject({ code: 'unknownCall' });
});

test('a consultation on the same phone is not recorded; a conference is, with all its calls', async () => {
  await act({ action: 'consult', destination: '2882' });
  await atAda.untilHears(CLEO, LIMIT_MS);
  await talk(1_000);
  const consulted = office.pbx.calls('2882')[0]?.callId;
  await act({ action: 'retrieve' });
  await atAda.untilHears(BEN, LIMIT_MS);
  const beforeConference = told.length;
  await act({ action: 'end' }, office.pbx.calls('2880')[1]?.callId);
  await talk(500);
  expect(told).toHaveLength(beforeConference);
  await act({ action: 'consult', destination: '2882' });
  await atAda.untilHears(CLEO, LIMIT_MS);
  await act({ action: 'conference' });
  await Promise.all([atAda.untilHears(BEN, LIMIT_MS), atAda.untilHears(CLEO, LIMIT_MS)]);
  await talk(500);
  const joined = office.pbx.calls('2882')[0]?.callId;
  await act({ action: 'end' });
  const end = await last('ended');
  const sound = await SoundFile.read(end.file);
  expect(sound.heardMs(CLEO)).toBeLessThan(1_200);
  expect(sound.heardMs(CLEO)).toBeGreaterThan(200);
  expect([end.callIds.includes(`${joined}`), end.callIds.includes(`${consulted}`)]).toEqual([true, false]);
});

test('the end of the PBX is the end of the recording, and told', async () => {
  await talk(500);
  await office.shutDown();
  const end = told.at(-1) as RecordingInfo;
  expect(end.state).toBe('ended');
  expect((await SoundFile.read(end.file)).toldMs).toBe(end.durationMs);
});

test('a recording that cannot be written fails, and the call goes on', async () => {
  await office.shutDown();
  told.length = 0;
  const other = await Office.open({ recordings: { file: () => '/dev/null/call.wav' } });
  try {
    other.pbx.onRecordingChanged((recording) => told.push(recording));
    for (const number of ['2880', '2881']) await other.addPhone(number, { autoAnswer: true });
    const { callId } = await other.pbx.makeCall('2880', { to: '2881', record: true });
    expect(await last('failed')).toMatchObject({ cause: 'fileNotWritable', bytes: 0, durationMs: 0 });
    expect(other.pbx.call('2880', callId)?.state).toBe('connected');
    await expect(other.pbx.act('2880', callId, { action: 'pauseRecording' })).rejects.toMatchObject({
      code: 'wrongState',
    });
  } finally {
    await other.close();
  }
});

test('without a place for recordings a call to be recorded is refused', async () => {
  const bare = await Office.open();
  try {
    await bare.addPhone('2880');
    bare.addExtension('2881');
    await bare.addPhone('2881');
    await expect(bare.pbx.makeCall('2880', { to: '2881', record: true })).rejects.toMatchObject({
      code: 'recordingUnavailable',
    });
  } finally {
    await bare.close();
  }
});
