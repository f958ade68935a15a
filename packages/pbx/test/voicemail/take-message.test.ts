import { readFile, stat } from 'node:fs/promises';
import { hearsTone, readWav } from '@cordboard/rtp';
import type { InviteSession } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import { VOICEMAIL } from '../../src/index.ts';
import { answered } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { FolderMailboxes } from './support/folder-mailboxes.ts';

let boxes: FolderMailboxes;
let office: Office;

/** 2880 has a mailbox for calls that it does not take. */
async function open(o: { messageMs?: number; silenceMs?: number } = {}, dnd = true): Promise<void> {
  boxes = await FolderMailboxes.open();
  office = await Office.open({ voicemail: { mailboxes: boxes, ...o } });
  await office.addPhone('2880');
  const noAnswer = { destination: VOICEMAIL, afterMs: 200 };
  office.pbx.features.setEndpoint('2880', { dnd, forwarding: { busy: VOICEMAIL, noAnswer } });
}

afterEach(async () => {
  await office.close();
  await boxes.close();
});

const ended = () => eventually(() => boxes.messages[0]?.durationMs !== undefined && boxes.messages[0], 'its end');
const press = (session: InviteSession, key: string) =>
  session.request('INFO', { contentType: 'application/dtmf-relay', body: Buffer.from(`Signal=${key}\r\n`) });

/** A telephone without audio calls, and skips the greeting. */
async function leaveMessage(): Promise<{ session: InviteSession; over: () => boolean }> {
  const device = await office.addDevice('2881');
  const session = await answered(device.dial('2880'));
  let over = false;
  session.onEnded(() => {
    over = true;
  });
  await eventually(async () => {
    if (boxes.messages.length === 0) await press(session, '5');
    return boxes.messages.length > 0;
  }, 'the tone');
  return { session, over: () => over };
}

const written = async (bytes: number) =>
  await eventually(async () => {
    const file = boxes.messages[0]?.file;
    return file !== undefined && ((await stat(file).catch(() => undefined))?.size ?? 0) > bytes;
  }, `${bytes} bytes`);

test('a call that nobody answers is greeted; what is said is kept until the caller hangs up', async () => {
  await open({}, false);
  const caller = await office.addPhone('2882', { tone: 500 });
  const call = await caller.dial('2880');
  await call.untilHears(440, 15_000);
  await written(24_000);
  call.hangup();
  const { from, endpointId, durationMs, file } = await ended();
  expect([from.number, endpointId]).toEqual(['2882', '2880']);
  expect(durationMs).toBeGreaterThan(500);
  expect(hearsTone(readWav(await readFile(file)).samples.subarray(-4_000), 500)).toBe(true);
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2882').at(-1)).toBe('idle/callForwardNoAnswer');
  await office.quiet();
}, 30_000);

test('do not disturb leads to the mailbox too; # ends the message, and the mailbox hangs up', async () => {
  await open();
  const { session, over } = await leaveMessage();
  await written(8_000);
  await press(session, '#');
  await ended();
  await eventually(over, 'the mailbox hangs up');
  expect(office.story('2880')).toEqual([]);
  expect(office.story('2881').at(-1)).toBe('idle/callForwardBusy');
});

test('who skips the greeting by a key hears the tone', async () => {
  await open();
  const caller = await office.addPhone('2882', { tone: 500 });
  const call = await caller.dial('2880');
  await call.until('connected', 5_000);
  await eventually(() => call.heard().packetsReceived > 0, 'the greeting');
  call.press('5');
  await call.untilHears(440, 4_000);
  await written(8_000);
});

test('silence ends it', async () => {
  await open({ silenceMs: 600 });
  const { over } = await leaveMessage();
  const { durationMs } = await ended();
  expect(durationMs).toBeGreaterThan(500);
  await eventually(over, 'the mailbox hangs up');
});

test('the limit ends it', async () => {
  await open({ messageMs: 700 });
  const { over } = await leaveMessage();
  await ended();
  await eventually(over, 'the mailbox hangs up');
});

test('who hangs up at the greeting leaves nothing', async () => {
  await open();
  const device = await office.addDevice('2881');
  (await answered(device.dial('2880'))).bye();
  await office.quiet();
  expect(boxes.messages).toEqual([]);
});

test('what cannot be kept is said to the caller, who is let go then', async () => {
  await open();
  boxes.broken = new Error('disk full');
  const device = await office.addDevice('2881');
  const session = await answered(device.dial('2880'));
  let over = false;
  session.onEnded(() => {
    over = true;
  });
  await eventually(async () => {
    if (!over) await press(session, '5');
    return over;
  }, 'the mailbox hangs up');
  expect(boxes.messages).toEqual([]);
  await office.quiet();
});

test('without mailboxes such a call ends as one that cannot be taken', async () => {
  boxes = await FolderMailboxes.open();
  office = await Office.open();
  await office.addPhone('2880');
  office.pbx.features.setEndpoint('2880', { dnd: true, forwarding: { busy: VOICEMAIL } });
  const call = await office.callIn('2880');
  await call.until('ended', 5_000);
  expect(call.status).toBe(480);
});
