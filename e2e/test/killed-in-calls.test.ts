import { Phone, type PhoneCall } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

const ROOM = '7000';
const CODE = '4711';
const MAILBOX = '2889';
const PHONES = ['2880', '2881', '2882', '2883', '2884', '2885', '2886', '2887', '2888', '2890', '2891'] as const;
const TONE = 600;
const WAV_HEADER = 44;

// Every kind of call at the moment of kill -9, with telephones that know nothing of it; then the server comes back.
describe('a server that is killed in the middle of calls', () => {
  let server: ServerProcess;
  let api: Api;
  /** Calls that lived when it was killed. */
  const callIds: string[] = [];
  const phones = new Map<string, Phone>();
  const phone = (extension: (typeof PHONES)[number]) => phones.get(extension) ?? expect.unreachable();
  const items = async (path: string) => (await api.call('GET', path)).body._embedded.items;

  async function answered(from: (typeof PHONES)[number], to: (typeof PHONES)[number]): Promise<PhoneCall> {
    const call = await phone(from).dial(to);
    (await until(() => phone(to).calls.find(({ state }) => state === 'ringing'), `a call at ${to}`)).answer();
    await call.until('connected', 10_000);
    return call;
  }

  beforeAll(async () => {
    server = await ServerProcess.start({ CORDBOARD_CONFERENCE_NUMBER: ROOM });
    api = await Api.signIn(server);
    // The administrator's own, for a mailbox is open to its owner alone.
    const { body } = await api.call('GET', '/token');
    await api.call('PUT', `/accounts/${api.accountId}/users/${body.userId}`, { extension: MAILBOX });
    for (const extension of PHONES) {
      const { username, password, realm } = await api.createPhone(extension);
      const answers = extension === '2886' || extension === '2887';
      const o = { username, password, realm, tone: TONE, talk: true, autoAnswer: answers };
      phones.set(extension, await Phone.start({ server: server.sip, ...o }));
    }

    await answered('2880', '2881');
    await (await answered('2882', '2883')).hold();
    await phone('2884').dial('2885');
    const recorded = await api.call('POST', '/endpoints/2886/calls', { to: '2887', record: true });
    expect(recorded.status).toBe(200);
    const toMailbox = { notReachable: { destination: 'voicemail' } };
    expect((await api.call('PUT', `/endpoints/${MAILBOX}/forwarding`, toMailbox)).status).toBe(200);
    const message = await phone('2888').dial(MAILBOX);
    const room = await api.call('POST', '/conferences', { id: 'monday', accessCode: CODE, lobbyPolicy: 'noLobby' });
    expect(room.status).toBeLessThan(300);
    for (const extension of ['2890', '2891'] as const) await phone(extension).dial(`${ROOM}*${CODE}`);

    await until(async () => (await items('/recordings')).length === 1, 'a recording', 10_000);
    const inRoom = "/conferences/monday/participants?$filter=state eq 'active'";
    await until(async () => (await api.call('GET', inRoom)).body.count === 2, 'two in the conference', 10_000);
    await message.untilHears(440, 15_000);
    // The header of a sound file lags behind by two seconds at most.
    const since = performance.now();
    await until(() => performance.now() - since > 2_500, 'some words');
    for (const extension of PHONES) callIds.push(...(await api.calls(extension)).map(({ callId }) => callId));

    await server.end('SIGKILL');
    await server.launch();
    api = await Api.signIn(server);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([...phones.values()].map((one) => one.close()));
    await server?.remove();
  });

  test('none of the calls is shown, nor holds a line or a port', async () => {
    expect(callIds.length).toBeGreaterThanOrEqual(8);
    for (const extension of [...PHONES, MAILBOX]) expect(await api.calls(extension)).toEqual([]);
    expect(await gauges()).toEqual({ legs: 0, calls: 0, media_sessions: 0, registrations: PHONES.length });
  });

  test('each has a record with the cause', async () => {
    for (const callId of callIds) {
      const [record] = await items(`/calls/${callId}/records`);
      expect(record, callId).toMatchObject({ cause: 'resourcesNotAvailable', state: 'completed' });
    }
  });

  test('the recording is closed and can be played', async () => {
    const [{ recordingId }] = await items('/recordings');
    const { body } = await api.call('GET', `/recordings/${recordingId}?$expand=media`);
    expect(body.durationInSeconds).toBeGreaterThan(0.4);
    const { pathname, search } = new URL(body._embedded.media.url);
    expectPlayable(Buffer.from(await (await fetch(server.url + pathname + search)).arrayBuffer()));
  });

  test('so is the message', async () => {
    const [message] = await items(`/endpoints/${MAILBOX}/voicemail`);
    expect(message.from).toBe('2888');
    expect(message.durationInSeconds).toBeGreaterThan(0.4);
    const path = `${server.url}/2017-09-01/endpoints/${MAILBOX}/voicemail/${message.messageId}/media`;
    const sound = await fetch(path, { headers: { authorization: `Bearer ${api.token}` } });
    expectPlayable(Buffer.from(await sound.arrayBuffer()));
  });

  test('nobody is left in the conference', async () => {
    expect((await api.call('GET', '/conferences/monday')).body.state).toBe('inactive');
  });

  test('the telephones are still known, and call each other', async () => {
    for (const one of phones.values()) for (const call of one.calls) call.hangup();
    await until(() => [...phones.values()].every(({ calls }) => calls.length === 0), 'receivers on the hook', 40_000);
    for (const [from, to] of [
      ['2880', '2881'],
      ['2884', '2885'],
    ] as const) {
      const call = await answered(from, to);
      await call.untilHears(TONE, 10_000);
      call.hangup();
    }
    await until(async () => (await gauges()).media_sessions === 0, 'every port given back');
    expect(server.output).not.toMatch(/"level":(50|60)/);
  }, 60_000);

  async function gauges(): Promise<Record<string, number>> {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const found = text.matchAll(/^cordboard_pbx_(legs|calls|media_sessions|registrations) (\d+)$/gm);
    return Object.fromEntries([...found].map(([, name, value]) => [name, Number(value)]));
  }
});

/** A WAV file whose header tells as much sound as there is. */
function expectPlayable(sound: Buffer): void {
  expect(sound.length).toBeGreaterThan(WAV_HEADER);
  expect(sound.readUInt32LE(40)).toBe(sound.length - WAV_HEADER);
}
