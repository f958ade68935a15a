import { afterEach, beforeEach, expect, test } from 'vitest';
import { Phone, type PhoneOptions } from '../src/index.ts';
import { eventually, Lobby, udpSockets } from './support/lobby.ts';
import { Registrar } from './support/registrar.ts';

let lobby: Lobby;
let registrar: Registrar;

beforeEach(async () => {
  lobby = new Lobby();
  registrar = await Registrar.open(lobby);
});

afterEach(async () => {
  registrar.mute = false;
  await lobby.close();
});

const started = async (o: Partial<PhoneOptions> = {}) => lobby.add(await Phone.start(registrar.options(o)));

/** Time goes on, in steps that leave an answer the time to come before its request expires. */
const untilRegistered = (count: number) =>
  eventually(() => {
    if (registrar.accepted.length < count) registrar.clock.advance(1_000);
    return registrar.accepted.length >= count;
  }, `${count} registrations`);

test('a phone registers with digest, and its contact is where it listens', async () => {
  const phone = await started({ talk: true });
  const [request] = registrar.accepted;
  expect(request?.headers.get('to')).toContain('sip:2880@127.0.0.1');
  expect(request?.headers.get('contact')).toBe(`<sip:2880@127.0.0.1:${phone.address.port}>`);
  expect(request?.headers.get('allow-events')).toBe('talk, hold');
});

test('it renews in time, in one Call-ID with a growing CSeq, and says goodbye', async () => {
  const phone = await started();
  const own = () =>
    registrar.accepted.filter(({ headers }) => headers.get('contact')?.includes(`:${phone.address.port}>`));
  registrar.clock.advance(30_000);
  // Another phone registers; what the first one might have sent before has come by then.
  await started();
  expect(own()).toHaveLength(1);
  // One second before the registration would expire, the renewal is on its way.
  registrar.clock.advance(29_000);
  await eventually(() => own().length === 2, 'the renewal');
  await untilRegistered(registrar.accepted.length + 2);
  await phone.close();
  const requests = own();
  expect(requests.length).toBeGreaterThan(3);
  expect(requests.at(-1)?.headers.get('expires')).toBe('0');
  expect(new Set(requests.map(({ head }) => head.callId)).size).toBe(1);
  const numbers = requests.map(({ head }) => head.cseq.number);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

test('a registrar that wants longer registrations gets them', async () => {
  registrar.leastSeconds = 600;
  registrar.grantedSeconds = 600;
  await started();
  expect(registrar.asked).toEqual(['600']);
});

test('a refusal is an error in words, and leaves nothing behind', async () => {
  await expect(Phone.start(registrar.options({ password: 'wrong' }))).rejects.toThrow(
    'Registration of sip:2880@127.0.0.1 was refused: 403',
  );
  await eventually(() => udpSockets() === 1, "only the registrar's socket is left");
});

test('a lost renewal is tried again', async () => {
  await started();
  registrar.mute = true;
  registrar.clock.advance(41_000);
  // The request times out after 64*T1 = 32 s.
  registrar.clock.advance(33_000);
  registrar.mute = false;
  await untilRegistered(2);
});

test('a registrar that is gone does not keep a phone from closing', async () => {
  const phone = await started();
  registrar.mute = true;
  let closed = false;
  void phone.close().then(() => {
    closed = true;
  });
  const start = registrar.clock.now();
  await eventually(() => {
    // Far from the 32 s after which the request itself gives up.
    if (registrar.clock.now() - start < 8_000) registrar.clock.advance(500);
    return closed;
  }, 'the phone is closed');
});
