import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { Phone, type PhoneCall } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCertificate } from '../../packages/server/test/support/certificate.ts';
import { Api } from '../support/api.ts';
import { mutate } from '../support/fuzz/mutate.ts';
import { SeededRandom } from '../support/fuzz/random.ts';
import { furtherMessages, tortureMessages } from '../support/fuzz/seeds.ts';
import { fireByConnections, fireByUdp, fireByWebSocket } from '../support/fuzz/senders.ts';
import { WireTap } from '../support/fuzz/wire-tap.ts';
import { freePort } from '../support/ports.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { gauges, residentBytes } from '../support/vitals.ts';

/** The same messages each time; another number gives others. */
const SEED = Number(process.env.CORDBOARD_FUZZ_SEED ?? 4475);
const BY_UDP = Number(process.env.CORDBOARD_FUZZ_MESSAGES ?? 100_000);
const BY_OTHERS = 3_000;
/** Whom the fuzz calls: busy for everybody. */
const TARGET = '2889';
const HEARING_HZ = 25;
/** The heap grows to its working size in the second half still; in further rounds it stays there. */
const SLACK_BYTES = 128e6;

// While two telephones talk, the server gets what no telephone would send; and what passes the door, in the name of a
// telephone on a WebSocket and of the trunk, reaches the exchange.
describe('mutated messages by every transport', () => {
  let folder: string;
  let tlsPort: number;
  let server: ServerProcess;
  let api: Api;
  const phones: Record<string, Phone> = {};
  let talk: PhoneCall;
  let seeds: Buffer[];
  let calm: Awaited<ReturnType<typeof gauges>>;
  /** Memory of the server after the first half and its pause. */
  let halfway = 0;
  const random = new SeededRandom(SEED);

  /** What the server says to them: `200 INVITE` for an answer, `BYE` for a request. */
  const said = new Map<string, number>();
  const heard = (message: string) => {
    const method = /^CSeq: *\d+ +(\w+)/im.exec(message)?.[1] ?? '';
    const words = message.startsWith('SIP/2.0 ') ? `${message.slice(8, 11)} ${method}` : method;
    said.set(words, (said.get(words) ?? 0) + 1);
  };
  const shots = (count: number) => ({ count, next: () => mutate(random.of(seeds), random), heard });
  const hears = (call: PhoneCall | undefined, hz: number) =>
    until(() => call?.heard().tones.some((tone) => Math.abs(tone - hz) < HEARING_HZ), `${hz} Hz`, 10_000);

  async function startPhone(extension: string, o: { tone?: number; via?: { host: string; port: number } } = {}) {
    const { username, password, realm } = await api.createPhone(extension);
    const { tone, via } = o;
    const sound = tone === undefined ? {} : { tone };
    // The fuzz guesses passwords, too: its address is not heard for a while, and is not that of these telephones.
    const way = via === undefined ? { server: server.sip, localHost: '127.0.0.2' } : { server: via };
    const phone = await Phone.start({ ...way, username, password, realm, ...sound });
    phones[extension] = phone;
    return phone;
  }

  /** A call from one to the other, answered. */
  async function dial(from: string, to: string): Promise<PhoneCall> {
    const call = await phones[from]?.dial(to);
    const rings = () => {
      if (call?.ended) throw new Error(`${from} is told ${call.status}`);
      return phones[to]?.calls.find(({ remote, state }) => remote.number === from && state === 'ringing');
    };
    (await until(rings, `a call at ${to}`, 20_000)).answer();
    await call?.until('connected', 10_000);
    return call ?? expect.unreachable();
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cordboard-fuzz-'));
    const { certificate, key } = writeCertificate(folder);
    tlsPort = await freePort();
    server = await ServerProcess.start({
      CORDBOARD_SIP_TLS_PORT: String(tlsPort),
      CORDBOARD_SIP_TLS_CERT: certificate,
      CORDBOARD_SIP_TLS_KEY: key,
    });
    api = await Api.signIn(server);
    const { body } = await api.call('GET', '/token');
    await api.call('PUT', `/accounts/${api.accountId}/users/${body.userId}`, { extension: '2888' });
    await startPhone('2880', { tone: 500 });
    await startPhone('2881', { tone: 900 });
    for (const extension of ['2882', '2883']) await startPhone(extension);
    await startPhone(TARGET);
    seeds = [...tortureMessages(), ...furtherMessages('2888', TARGET), ...(await record())];
    talk = await dial('2880', '2881');
    // What rings now, but between two of them, is the work of the fuzz.
    for (const phone of Object.values(phones)) {
      phone.onIncoming((call) => {
        if (!['2882', '2883'].includes(call.remote.number)) call.reject();
      });
    }
    calm = await gauges(server);
  }, 60_000);

  afterAll(async () => {
    await Promise.all(Object.values(phones).map((phone) => phone.close()));
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  /** A telephone that registers, calls, holds, takes back, transfers and goes, as it looks on the wire. */
  async function record(): Promise<Buffer[]> {
    const tap = await WireTap.open(server.sip);
    const phone = await startPhone('2887', { via: tap.server });
    const call = await dial('2887', '2882');
    await call.hold();
    await call.retrieve();
    await call.transfer('2870');
    (await phone.dial('2883')).hangup();
    call.hangup();
    await phone.close();
    delete phones['2887'];
    for (const one of phones['2882']?.calls ?? []) one.hangup();
    tap.close();
    await until(async () => (await gauges(server)).pbx_legs === 0, 'no call left');
    // In the name of the telephone whose WebSocket needs no password.
    return tap.messages.map((message) => Buffer.from(message.toString('latin1').replaceAll('2887', '2888'), 'latin1'));
  }

  async function talkGoesOn(): Promise<void> {
    await Promise.all([hears(talk, 900), hears(phones['2881']?.calls[0], 500)]);
    expect(talk.state).toBe('connected');
    const fresh = await dial('2882', '2883');
    fresh.hangup();
    await fresh.until('ended', 10_000);
  }

  async function halfByUdp(): Promise<void> {
    for (let part = 0; part < 5; part += 1) {
      await Promise.all([
        fireByUdp(server.sip, { host: '127.0.0.9' }, shots(BY_UDP * 0.09)),
        fireByUdp(server.sip, { host: '127.0.0.1', port: server.trunk.port }, shots(BY_UDP * 0.01)),
      ]);
      await talkGoesOn();
    }
  }

  /** Nothing of it is left but the two who talk. */
  async function pause(): Promise<void> {
    const { sip_transactions: fewer = 0, ...parties } = calm;
    const isCalm = async () => {
      const { sip_transactions = 0, ...now } = await gauges(server);
      // Those of the telephones that register meanwhile may be among them.
      return isDeepStrictEqual(now, parties) && sip_transactions <= fewer + 20;
    };
    await until(isCalm, 'the server as calm as before', 150_000);
  }

  test(`half of ${BY_UDP} by UDP, a tenth of them from the trunk; then a pause`, async () => {
    await halfByUdp();
    await pause();
    halfway = await residentBytes(server.pid);
  }, 600_000);

  test('the other half', halfByUdp, 600_000);

  test.each<[string, () => Promise<void>]>([
    ['TCP', () => fireByConnections(() => connect(server.sip.port, '127.0.0.1'), 'connect', shots(BY_OTHERS))],
    [
      'TLS',
      () =>
        fireByConnections(
          () => connectTls({ host: '127.0.0.1', port: tlsPort, rejectUnauthorized: false }),
          'secureConnect',
          shots(BY_OTHERS),
        ),
    ],
    [
      'WebSocket, in the name of a telephone',
      () => fireByWebSocket(`${server.url.replace('http', 'ws')}/sip?access_token=${api.token}`, shots(BY_OTHERS)),
    ],
  ])(
    `${BY_OTHERS} by %s`,
    async (_transport, fire) => {
      await fire();
      await talkGoesOn();
    },
    120_000,
  );

  test('some of them went deep', () => {
    const some = ['401 REGISTER', '486 INVITE', '481 BYE', '200 SUBSCRIBE'];
    expect([...said.keys()]).toEqual(expect.arrayContaining(some));
  });

  test('after a pause nothing of it is left but the two who talk', async () => {
    await pause();
    const grown = (await residentBytes(server.pid)) - halfway;
    console.log(`memory after the pause: ${(grown / 1e6).toFixed(1)} MB more than after the first half`);
    expect(grown).toBeLessThan(SLACK_BYTES);
    expect(server.output).not.toMatch(/"level":(50|60)/);
    await talkGoesOn();
    talk.hangup();
    await until(async () => (await gauges(server)).pbx_legs === 0, 'no call left');
  }, 180_000);
});
