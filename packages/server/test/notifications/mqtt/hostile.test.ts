import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Company } from '../../media/support/company.ts';
import { people } from '../../media/support/people.ts';
import { connectionUrl, Ear, subscribe } from './support.ts';

const { ada } = people;
const LIMIT = { timeout: 8_000 };
/** CONNECT of MQTT 3.1.1, clean, keep-alive 60 s, clientId "a". */
const CONNECT = '100d00044d5154540402003c000161';

let company: Company;
beforeAll(async () => {
  company = await Company.temporary();
});
afterAll(() => company.close());

/** A WebSocket that sends what it is told; resolves with the close code. */
async function send(...frames: (Uint8Array | string)[]): Promise<number> {
  const socket = new WebSocket(await connectionUrl(company, ada), 'mqtt');
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  for (const frame of frames) socket.send(frame as Uint8Array<ArrayBuffer>);
  return await closed;
}

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

/** Others are served as before. */
async function expectUnharmed(): Promise<void> {
  const subscriptionId = await subscribe(await company.as(ada));
  const ear = await Ear.connect(await connectionUrl(company, ada));
  expect(await ear.subscribe(subscriptionId)).toEqual([0]);
}

test.each([
  ['text', ['hello'], 1003],
  ['text after CONNECT', [hex(CONNECT), 'hello'], 1003],
  ['no CONNECT', [hex('c000')], 1000],
  ['CONNECT twice', [hex(CONNECT), hex(CONNECT)], 1000],
  ['a length of 256 MiB', [hex('10ffffff7f')], 1009],
  ['a length without an end', [hex('10ffffffffff')], 1009],
  ['a packet above the limit in pieces', [hex('10818001'), new Uint8Array(20_000)], 1009],
  ['a frame above the limit', [new Uint8Array(100_000)], 1009],
  ['MQTT 5', [hex('100e00044d5154540502003c00000161')], undefined],
  ['another protocol', [hex('100d0004485454500402003c000161')], undefined],
  ['PUBLISH', [hex(CONNECT), hex('3005000161'), hex('6263')], 1002],
  ['PUBLISH with QoS 1', [hex(CONNECT), hex('320600016100016a')], 1002],
  ['PUBLISH with QoS 2', [hex(CONNECT), hex('340600016100016a')], 1002],
  ['a reserved packet', [hex(CONNECT), hex('f000')], undefined],
  ['SUBSCRIBE without topics', [hex(CONNECT), hex('82020001')], undefined],
  ['SUBSCRIBE with a broken wildcard', [hex(CONNECT), hex('820900010004612361230000')], undefined],
])('%s: closed', async (_name, frames, code) => {
  const closed = await send(...frames);
  if (code !== undefined) expect(closed).toBe(code);
  expect(closed).not.toBe(1006);
  await expectUnharmed();
});

test('random bytes do no harm', async () => {
  for (let round = 0; round < 30; round += 1) {
    const noise = new Uint8Array(randomBytes(40));
    const socket = new WebSocket(await connectionUrl(company, ada), 'mqtt');
    const open = new Promise((resolve) => socket.addEventListener('open', resolve));
    await open;
    if (round % 2 === 0) socket.send(hex(CONNECT));
    socket.send(noise);
    socket.close();
    await new Promise((resolve) => socket.addEventListener('close', resolve));
  }
  await expectUnharmed();
});

test('a will is not published, and no client may ask for more subscriptions than it may have', async () => {
  const ear = await Ear.connect(await connectionUrl(company, ada), {
    will: { topic: 'a', payload: Buffer.from('b'), qos: 1, retain: true },
  });
  const api = await company.as(ada);
  const ids: string[] = [];
  for (let n = 0; n < 101; n += 1) ids.push(await subscribe(api));
  expect(await ear.subscribe(ids)).toEqual([...new Array(100).fill(0), 128]);
  await ear.client.unsubscribeAsync(ids[0] as string);
  expect(await ear.subscribe(ids[100] as string)).toEqual([0]);
});

test('a broken connection is noticed by the keep-alive', async () => {
  const socket = new WebSocket(await connectionUrl(company, ada), 'mqtt');
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  // A keep-alive of one second, and no PINGREQ: one and a half (MQTT 3.1.1 section 3.1.2.10).
  socket.send(hex(CONNECT.replace('003c', '0001')));
  await expect.poll(async () => await Promise.race([closed, undefined]), LIMIT).toBe(1002);
});
