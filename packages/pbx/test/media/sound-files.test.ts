import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toneSamples, wavHeader } from '@cordboard/rtp';
import { silentLog } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMediaPlane } from '../../src/media/index.ts';
import { freeRange } from '../support/ports.ts';
import { Studio } from './support/studio.ts';

let studio: Studio | undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sounds-'));
});

afterEach(async () => {
  await studio?.close();
  studio = undefined;
  await rm(folder, { recursive: true });
});

async function wavFile(name: string, hz: number, ms: number): Promise<string> {
  const samples = toneSamples([hz], { from: 0, count: ms * 8 });
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([wavHeader(samples.byteLength), Buffer.from(samples.buffer)]));
  return path;
}

test('an administrator’s music is heard over and over, in place of ours', async () => {
  studio = await Studio.open({ sounds: { hold: await wavFile('hold.wav', 1_000, 300) } });
  const { party, session } = await studio.join(600);
  session.play('hold');
  await party.untilPackets(60);
  expect(party.level(1_000)).toBeGreaterThan(5_000);
  expect(party.level(392)).toBeLessThan(300);
  session.play('ringback');
  await party.untilHears(440, 480);
});

test.each([
  ['is not there', undefined, /hold\.wav cannot be used: ENOENT/],
  ['is no WAV', 'ID3 and so on', /hold\.wav cannot be used: It is no WAV file/],
])('a sound file that %s is an error in words at the start', async (_, content, words) => {
  const hold = join(folder, 'hold.wav');
  if (content !== undefined) await writeFile(hold, content);
  const ports = await freeRange(2);
  const plane = createMediaPlane({ host: '127.0.0.1', ports, log: silentLog, sounds: { hold } });
  await expect(plane.ready()).rejects.toThrow(words);
  await plane.close();
});

test('a prompt is played once, before the other party, and its end is told', async () => {
  studio = await Studio.open();
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  other.party.talk();
  await one.party.untilHears(900);
  const before = one.party.packets.length;
  expect(await one.session.playFile(await wavFile('prompt.wav', 1_000, 400))).toBe('end');
  const heard = one.party.packets.slice(before);
  expect(heard.length).toBeGreaterThanOrEqual(19);
  expect(one.party.level(1_000)).toBeGreaterThan(3_000);
  await one.party.untilHears(900);
  await expect(one.session.playFile(join(folder, 'none.wav'))).rejects.toThrow(/none\.wav cannot be used/);
});

test('a prompt stops when a key is pressed, or another sound is played', async () => {
  studio = await Studio.open();
  const { party, session } = await studio.join(600);
  const path = await wavFile('long.wav', 1_000, 60_000);
  const digits: string[] = [];
  session.onDigit(({ digit }) => digits.push(digit));
  const first = session.playFile(path, { stopOnDigit: true });
  await party.untilHears(1_000);
  party.sendPacket({ payloadType: 101, sequence: 1, timestamp: 9, payload: Buffer.from([7, 10, 0, 160]) });
  expect(await first).toBe('digit');
  party.sendPacket({ payloadType: 101, sequence: 2, timestamp: 9, payload: Buffer.from([7, 0x8a, 2, 128]) });
  const second = session.playFile(await wavFile('other.wav', 1_500, 60_000));
  await party.untilHears(1_500);
  session.play('busy');
  expect(await second).toBe('stopped');
  const third = session.playFile(path);
  session.close();
  expect([await third, await session.playOnce(new Int16Array(8)), digits]).toEqual(['stopped', 'stopped', ['7']]);
});

test('digits that are sent follow the voice in one stream, and a party that takes none gets none', async () => {
  studio = await Studio.open();
  const { party, session } = await studio.join(600);
  session.play('busy');
  await party.untilPackets(5);
  expect([session.takesDigits, await session.sendDigits('1', 80)]).toEqual([true, 'end']);
  await party.untilPackets(party.packets.length + 5);
  expect(new Set(party.packets.map(({ ssrc }) => ssrc)).size).toBe(1);
  const plain = await studio.join(600, (sdp) => sdp.replace(/ 101\r\n/, '\r\n').replace(/a=rtpmap:101.*\r\n/, ''));
  expect([plain.session.takesDigits, await plain.session.sendDigits('1')]).toEqual([false, 'stopped']);
});
