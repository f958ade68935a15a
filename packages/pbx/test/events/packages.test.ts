import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered } from '../support/device.ts';
import { Office } from '../support/office.ts';
import { Subscriber } from './subscriber.ts';

// What phones are told of other endpoints: lamps (RFC 4235), messages (RFC 3842), presence (RFC 3863).
let office: Office;
let watcher: Subscriber;

beforeEach(async () => {
  office = await Office.open();
  office.addExtension('2881');
  watcher = await Subscriber.open(office, '2880');
});

afterEach(async () => {
  await office.close();
});

test('a lamp shows nothing, a call that rings, one that is talked on, and nothing again', async () => {
  const device = await office.addDevice('2881');
  expect((await watcher.subscribes('dialog', '2881')).status).toBe(200);
  const first = await watcher.told();
  expect([first.headers.get('event'), first.headers.get('content-type')]).toEqual([
    'dialog',
    'application/dialog-info+xml',
  ]);
  expect(first.body.toString()).toContain('version="0" state="full" entity="sip:2881@127.0.0.1"');
  expect(first.body.toString()).not.toContain('<dialog ');
  const caller = await office.callIn('2881');
  const invite = await device.rings();
  const ringing = await watcher.toldOf('<state>early</state>');
  expect(ringing).toContain('<identity display="Outside Caller">sip:+16135550100@127.0.0.1</identity>');
  expect(ringing).toContain('direction="recipient"');
  invite.answer({ body: device.sdp().answer(invite.request.body.toString()).text });
  await watcher.toldOf('<state>confirmed</state>');
  caller.hangup();
  const last = await watcher.toldOf(/^((?!<dialog )[\s\S])*$/);
  expect(Number(/version="(\d+)"/.exec(last)?.[1])).toBeGreaterThanOrEqual(3);
});

test('a call that rings is picked up by the name that the lamp shows', async () => {
  const [ringing, other] = [await office.addDevice('2881'), await office.addDevice('2882')];
  await watcher.subscribes('dialog', '2881');
  const caller = await office.callIn('2881');
  (await ringing.rings()).ring();
  const text = await watcher.toldOf('call-id=');
  const [, id, local, remote] = /call-id="([^"]*)" local-tag="([^"]*)" remote-tag="([^"]*)"/.exec(text) ?? [];
  await answered(other.dial('2881', { headers: { Replaces: `${id};to-tag=${local};from-tag=${remote};early-only` } }));
  await caller.until('connected', 5_000);
  expect(office.story('2881').at(-1)).toBe('idle/redirected');
});

test('names of callers are written so that they stay text', async () => {
  const device = await office.addDevice('2881');
  await watcher.subscribes('dialog', '2881');
  office.addExtension('2883');
  const entry = office.pbx.directory.get('2883');
  if (entry !== undefined) office.pbx.directory.set({ ...entry, name: '<b>"A" & B</b>' });
  const caller = await office.addDevice('2883');
  caller.dial('2881');
  (await device.rings()).ring();
  expect(await watcher.toldOf('<dialog ')).toContain('display="&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;"');
});

test('the message lamp shows what the PBX was told, to its own endpoint only', async () => {
  expect((await watcher.subscribes('message-summary', '2881')).status).toBe(403);
  office.pbx.setMessageCount('2880', { new: 2, old: 8 });
  expect((await watcher.subscribes('message-summary', '2880')).status).toBe(200);
  const first = await watcher.told();
  expect([first.headers.get('content-type'), first.body.toString()]).toEqual([
    'application/simple-message-summary',
    'Messages-Waiting: yes\r\nMessage-Account: sip:2880@127.0.0.1\r\nVoice-Message: 2/8 (0/0)\r\n',
  ]);
  office.pbx.setMessageCount('2880', { new: 0, old: 10 });
  expect(await watcher.toldOf('0/10')).toContain('Messages-Waiting: no');
});

test('presence is closed without a phone, open with one, and tells of a call', async () => {
  await watcher.subscribes('presence', '2881');
  const first = await watcher.told();
  expect(first.headers.get('content-type')).toBe('application/pidf+xml');
  expect(first.body.toString()).toContain('<basic>closed</basic>');
  const device = await office.addDevice('2881');
  await watcher.toldOf('<basic>open</basic>');
  await office.callIn('2881');
  (await device.rings()).ring();
  await watcher.toldOf('<rpid:on-the-phone/>');
});
