import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatReplaces } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordingInfo } from '../../src/index.ts';
import { SoundFile } from '../media/support/sound-file.ts';
import { answered } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const BEN = 900;

let office: Office;
let folder: string;
let told: RecordingInfo[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'));
  office = await Office.open({ recordings: { file: (id) => join(folder, `${id}.wav`) } });
  told = [];
  office.pbx.onRecordingChanged((recording) => told.push(recording));
});

afterEach(async () => {
  await office.close();
  await rm(folder, { recursive: true });
});

test.each([false, true])('a call that another telephone takes over is recorded on, paused: %s', async (paused) => {
  const desk = await office.addDevice('2880');
  const ben = await office.addPhone('2881', { tone: BEN, autoAnswer: true });
  const made = office.pbx.makeCall('2880', { to: '2881', record: true });
  const { dialog } = await desk.answers();
  const { callId } = await made;
  const atBen = await eventually(() => ben.calls[0], 'the call at Ben’s');
  await eventually(() => told.length > 0, 'the recording');
  await spoken();
  await office.pbx.act('2880', callId, { action: 'tagRecording', tags: { order: '1207' } });
  if (paused) await office.pbx.act('2880', callId, { action: 'pauseRecording' });

  const mobile = await office.addDevice('2880');
  const named = { callId: dialog.callId, toTag: dialog.remoteTag, fromTag: dialog.localTag };
  const session = await answered(mobile.dial('2880', { headers: { Replaces: formatReplaces(named) } }));
  const first = await eventually(() => told.find(({ state }) => state === 'ended'), 'the end of the first');
  const second = await eventually(() => told.find((one) => one.recordingId !== first.recordingId), 'the second');
  await spoken();
  const latest = () => told.findLast(({ recordingId }) => recordingId === second.recordingId);
  expect(latest()).toMatchObject({
    state: paused ? 'paused' : 'recording',
    tags: { order: '1207' },
    endpointId: '2880',
  });
  session.bye();
  const end = await eventually(() => latest()?.state === 'ended' && latest(), 'the end of the second');
  expect((await SoundFile.read(first.file)).heardMs(BEN)).toBeGreaterThanOrEqual(400);
  if (paused) expect(end.durationMs).toBeLessThan(100);
  else {
    const sound = await SoundFile.read(end.file);
    expect([sound.toldMs, end.durationMs]).toEqual([sound.ms, sound.ms]);
    expect(sound.heardMs(BEN)).toBeGreaterThanOrEqual(400);
  }

  /** Ben says something for a while. */
  async function spoken(): Promise<void> {
    const { packetsSent } = atBen.heard();
    await eventually(() => atBen.heard().packetsSent >= packetsSent + 40, 'some words');
  }
});
