import { mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Phone, type PhoneCall } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../media/support/api.ts';
import { prepare, testConfig } from '../media/support/company.ts';
import { PASSWORD, type Person, people } from '../media/support/people.ts';
import { ServerProcess } from '../media/support/server-process.ts';
import { until } from '../media/support/until.ts';
import { Receiver } from '../notifications/support/receiver.ts';
import { mayMount, type SmallDisk, smallDisk } from '../support/small-disk.ts';

const { ada, ben, cleo, admin } = people;
const [ADA, BEN] = [600, 900];
const BOX = '/endpoints/2882/voicemail';
const WAV_HEADER = 44;

// The sounds are on a disk of their own: the database goes on saving.
describe.skipIf(!mayMount())('the disk of the sounds is full', () => {
  let disk: SmallDisk;
  let dataDir: string;
  let server: ServerProcess;
  let receiver: Receiver;
  let api: Api;
  let atAda: PhoneCall;
  let message: PhoneCall;
  let callId: string;
  const phones: Phone[] = [];

  const phone = async ({ extension }: Person, o: { tone: number; autoAnswer?: boolean }) => {
    const { body } = await api.post(`/endpoints/${extension}/credentials`);
    const one = await Phone.start({ ...body, server: { host: '127.0.0.1', port: server.sipPort }, talk: true, ...o });
    phones.push(one);
    return one;
  };
  const filesIn = async (folder: string) =>
    (await readdir(join(disk.dataDir, folder), { recursive: true })).filter((name) => name.endsWith('.wav'));
  const recorded = (folder: string, bytes: number) =>
    until(async () => {
      const [name] = await filesIn(folder);
      return name !== undefined && (await stat(join(disk.dataDir, folder, name))).size > bytes;
    }, `sound in ${folder}`);
  const lastOf = (state: string, count = 1) =>
    until(() => {
      const all = receiver.received.filter(({ body }) => body.content.state === state);
      return all.length >= count && all.at(-1)?.body.content;
    }, `${count} recordings that are ${state}`);
  const messages = async () => (await (await server.as(cleo)).get(BOX)).body._embedded.items;
  const makeCall = async () => (await api.post('/endpoints/2880/calls', { to: '2881', record: true })).body.callId;
  const health = async () => {
    const { body } = await api.post('/token', {
      grant_type: 'password',
      username: admin.email,
      password: PASSWORD,
    });
    const answer = await fetch(`${server.url}/health`, { headers: { authorization: `Bearer ${body.access_token}` } });
    return { status: answer.status, words: ((await answer.json()) as { warnings: string[] }).warnings.join('\n') };
  };

  beforeAll(async () => {
    disk = smallDisk();
    dataDir = await mkdtemp(join(tmpdir(), 'cordboard-sounds-'));
    for (const folder of ['recordings', 'voicemail']) {
      await mkdir(join(disk.dataDir, folder));
      await symlink(join(disk.dataDir, folder), join(dataDir, folder));
    }
    await prepare({ dataDir });
    server = await ServerProcess.start(testConfig({ dataDir }, 9));
    receiver = await Receiver.start();
    api = await server.as(admin);
    const subscription = { applicationId: 'test', deviceId: receiver.url, transport: 'webhook' };
    await api.post('/subscriptions', { ...subscription, topic: 'platform-api-media', subjectFilter: '/recordings/' });
    const notReachable = { destination: 'voicemail' };
    await (await server.as(cleo)).put('/endpoints/2882/forwarding', { notReachable });
    const desk = await phone(ada, { tone: ADA, autoAnswer: true });
    await phone(ben, { tone: BEN, autoAnswer: true });
    const caller = await phone(admin, { tone: 500 });
    callId = await makeCall();
    atAda = await until(() => desk.calls[0], 'the call');
    message = await caller.dial('2882');
    await message.until('connected', 5_000);
    message.press('5');
    await recorded('recordings', 20_000);
    await recorded('voicemail', 20_000);
    expect((await health()).words).not.toMatch(/disk/);
    disk.fill();
  }, 60_000);

  afterAll(async () => {
    await Promise.all(phones.map((one) => one.close()));
    await server?.end();
    await receiver?.close();
    disk.remove();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('a recorded call goes on; the recording says why it broke off, and what was said can be played', async () => {
    const content = await lastOf('failed');
    expect(content).toMatchObject({ cause: 'diskFull', endpointId: '2880' });
    await atAda.untilHears(BEN, 5_000);
    expect((await api.get(`/endpoints/2880/calls/${callId}`)).body.state).toBe('connected');
    const { body } = await api.get(`/recordings/${content.recordingId}?$expand=media`);
    const { pathname, search } = new URL(body._embedded.media.url);
    const sound = Buffer.from(await (await fetch(server.url + pathname + search)).arrayBuffer());
    expectPlayable(sound, body.durationInSeconds, 1);
  });

  test('a message ends with a word to the caller; what was said is kept', async () => {
    await message.until('ended', 15_000);
    const [kept, ...more] = await messages();
    expect(more).toEqual([]);
    expect(kept.durationInSeconds).toBeGreaterThan(1);
    const cleos = await server.as(cleo);
    expect((await cleos.get('/endpoints/2882')).body.messageWaiting).toBe(true);
    const { size } = await stat(join(disk.dataDir, 'voicemail', `${kept.messageId}.wav`));
    expect(size).toBe(WAV_HEADER + Math.round(kept.durationInSeconds * 16_000));
  });

  test('administrators are warned, and the server is well otherwise', async () => {
    const { status, words } = await health();
    expect(status).toBe(200);
    expect(words).toContain('The disk is nearly full: recordings (0 MB left), voicemail (0 MB left)');
  });

  test('what begins then leaves nothing behind: no sound, no message', async () => {
    const before = [await filesIn('recordings'), await filesIn('voicemail')];
    atAda.hangup();
    await atAda.until('ended', 5_000);
    await makeCall();
    expect(await lastOf('failed', 2)).toMatchObject({ cause: 'diskFull', durationInSeconds: 0 });
    const call = await (phones[2] as Phone).dial('2882');
    await call.until('connected', 5_000);
    call.press('5');
    await call.until('ended', 20_000);
    expect(await messages()).toHaveLength(1);
    expect([await filesIn('recordings'), await filesIn('voicemail')]).toEqual(before);
    for (const one of phones) for (const live of one.calls) live.hangup();
    await until(() => phones.every(({ calls }) => calls.length === 0), 'receivers on the hook');
  }, 40_000);

  test('with room again the next call is recorded, and the next message kept', async () => {
    disk.free();
    expect((await health()).words).not.toMatch(/disk/);
    const call = await (phones[2] as Phone).dial('2882');
    await makeCall();
    await call.untilHears(440, 15_000);
    const since = performance.now();
    await until(() => performance.now() - since > 1_500, 'some words');
    for (const one of phones) for (const live of one.calls) live.hangup();
    expect((await lastOf('ended')).durationInSeconds).toBeGreaterThan(1);
    await until(async () => (await messages()).length === 2, 'the second message');
  }, 40_000);
});

function expectPlayable(sound: Buffer, seconds: number, least: number): void {
  expect(seconds).toBeGreaterThan(least);
  expect(sound.readUInt32LE(WAV_HEADER - 4)).toBe(sound.length - WAV_HEADER);
  // Told to a tenth.
  expect(Math.abs(seconds - (sound.length - WAV_HEADER) / 16_000)).toBeLessThan(0.06);
}
