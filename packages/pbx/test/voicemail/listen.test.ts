import { writeFile } from 'node:fs/promises';
import { SAMPLE_RATE, toneSamples, wavHeader } from '@cordboard/rtp';
import type { InviteSession } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { FolderMailboxes } from './support/folder-mailboxes.ts';

let boxes: FolderMailboxes;
let office: Office;

beforeEach(async () => {
  boxes = await FolderMailboxes.open();
  office = await Office.open({ voicemail: { mailboxes: boxes } });
});
afterEach(async () => {
  await office.close();
  await boxes.close();
});

/** A message of half a second. */
async function addMessage(endpointId: string, hz: number): Promise<void> {
  const { messageId, file } = await boxes.begin(endpointId, { number: '2800' });
  const samples = toneSamples([hz], { from: 0, count: SAMPLE_RATE / 2 });
  await writeFile(file, Buffer.concat([wavHeader(samples.byteLength), Buffer.from(samples.buffer)]));
  await boxes.finish(messageId, 500);
}

const press = (session: InviteSession, key: string) =>
  session.request('INFO', { contentType: 'application/dtmf-relay', body: Buffer.from(`Signal=${key}\r\n`) });

test('a telephone hears its own messages, and nobody else’s', async () => {
  await addMessage('2880', 700);
  await addMessage('2881', 1_100);
  const phone = await office.addPhone('2880');
  const call = await phone.dial('*97');
  await call.untilHears(700, 10_000);
  await eventually(() => boxes.messages[0]?.heard, 'it is marked');
  expect(boxes.messages[1]?.heard).toBe(false);
  call.hangup();
  await office.quiet();
}, 20_000);

test('2 deletes a message, 3 goes to the next, and the last one ends the call', async () => {
  await addMessage('2880', 700);
  await addMessage('2880', 900);
  const device = await office.addDevice('2880');
  const session = await answered(device.dial('*97'));
  let over = false;
  session.onEnded(() => {
    over = true;
  });
  await eventually(() => boxes.messages[0]?.heard, 'the first is heard');
  await press(session, '2');
  await eventually(() => boxes.messages.length === 1, 'it is deleted');
  await eventually(() => boxes.messages[0]?.heard, 'the second is heard');
  await press(session, '3');
  await eventually(() => over, 'the mailbox hangs up');
  expect(boxes.messages).toMatchObject([{ messageId: '2' }]);
}, 30_000);

test('an empty box says so and hangs up', async () => {
  const device = await office.addDevice('2880');
  const session = await answered(device.dial('*97'));
  await new Promise<void>((resolve) => session.onEnded(() => resolve()));
  await office.quiet();
}, 15_000);

test('a caller from outside cannot listen', async () => {
  const call = await office.callIn('*97');
  await call.until('ended', 5_000);
  expect(call.status).toBe(404);
});
