import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Phone, type PhoneCall } from '@cordboard/phone';
import { expect, test } from 'vitest';
import type { Config } from '../../src/config.ts';
import { prepare, testConfig } from '../media/support/company.ts';
import { PASSWORD, people } from '../media/support/people.ts';
import { ServerProcess } from '../media/support/server-process.ts';
import { until } from '../media/support/until.ts';
import { eachPlace, openAt } from '../support/storage.ts';
import { askLamp } from './support/ask-lamp.ts';

const { ada, ben, admin } = people;
const BOX = '/endpoints/2880/voicemail';
const WAV_HEADER = 44;

const tone = (call: PhoneCall) => call.untilHears(440, 15_000);

/** When it is killed, and how many messages are there for certain then. */
const lives: {
  moment(call: PhoneCall, spoken: (bytes: number) => Promise<unknown>): Promise<unknown>;
  atLeast: number;
}[] = [
  { moment: async () => {}, atLeast: 0 },
  { moment: tone, atLeast: 0 },
  { moment: (call, spoken) => tone(call).then(() => spoken(24_000)), atLeast: 1 },
  { moment: (call, spoken) => tone(call).then(() => spoken(40_000)), atLeast: 2 },
];

eachPlace('a server that is killed while somebody speaks to a mailbox', (makePlace) => {
  test('has what was said, or nothing: no broken sound, no call, and the lamp counts right', async () => {
    const place = await makePlace();
    await prepare(place);
    const folder = join(place.dataDir, 'voicemail');
    const sounds = async () => (await readdir(folder)).map((name) => join(folder, name));
    let config: Config = testConfig(place, 9);
    let server = await ServerProcess.start(config);
    // The telephones find the next server where the last one was.
    config = { ...config, sip: { ...config.sip, port: server.sipPort } };
    const credentialsOf = async (extension: string | undefined) =>
      (await (await server.as(admin)).post(`/endpoints/${extension}/credentials`)).body;
    const lamp = await credentialsOf(ada.extension);
    const at = { host: '127.0.0.1', port: server.sipPort };
    const caller = await Phone.start({ ...(await credentialsOf(ben.extension)), server: at, tone: 500 });
    await (await server.as(ada)).put('/endpoints/2880/forwarding', { notReachable: { destination: 'voicemail' } });

    try {
      for (const { moment, atLeast } of lives) {
        const before = await sounds();
        const spoken = (bytes: number) =>
          until(async () => {
            const [fresh] = (await sounds()).filter((path) => !before.includes(path));
            return fresh !== undefined && (await stat(fresh)).size >= bytes;
          }, 'some words');
        const call = await caller.dial('2880');
        await call.until('connected', 5_000);
        await moment(call, spoken);
        await server.end();
        server = await ServerProcess.start(config);
        const api = await server.as(ada);
        const { items } = (await api.get(BOX)).body._embedded;
        expect(items.length).toBeGreaterThanOrEqual(atLeast);
        expect(await sounds()).toHaveLength(items.length);
        for (const { messageId, durationInSeconds } of items) {
          const sound = await soundOf(server, messageId);
          expect(sound.readUInt32LE(WAV_HEADER - 4)).toBe(sound.length - WAV_HEADER);
          expect(durationInSeconds).toBeCloseTo((sound.length - WAV_HEADER) / 16_000, 2);
          expect(durationInSeconds).toBeGreaterThanOrEqual(0.5);
        }
        expect(await askLamp(server.sipPort, lamp)).toContain(`Voice-Message: ${items.length}/0`);
        expect((await api.get('/endpoints/2880')).body.messageWaiting).toBe(items.length > 0);
        for (const one of [ada, ben]) {
          const calls = await (await server.as(one)).get(`/endpoints/${one.extension}/calls`);
          expect(calls.body._embedded.items).toEqual([]);
        }
        call.hangup();
        await call.until('ended', 5_000).catch(() => {});
      }
    } finally {
      await caller.close();
      await server.end();
    }
    const storage = await openAt(place);
    const rows = await storage.read.selectFrom('voicemail').select('durationMs').execute();
    expect(rows.filter(({ durationMs }) => durationMs === null)).toEqual([]);
    const told = await storage.read.selectFrom('publications').select(['method', 'subject']).execute();
    expect(told.filter(({ method, subject }) => method === 'POST' && subject.includes(BOX))).toHaveLength(rows.length);
  }, 120_000);
});

async function soundOf(server: ServerProcess, messageId: string): Promise<Buffer> {
  const { body: token } = await (await server.as(ada)).post('/token', {
    grant_type: 'password',
    username: ada.email,
    password: PASSWORD,
  });
  const headers = { authorization: `Bearer ${token.access_token}` };
  const sound = await fetch(`${server.url}/2017-09-01${BOX}/${messageId}/media`, { headers });
  return Buffer.from(await sound.arrayBuffer());
}
