import { ManualClock, type SipResponse } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failed } from '../support/device.ts';
import { Office } from '../support/office.ts';
import type { RawPhone } from '../support/raw-phone.ts';

let office: Office;
let clock: ManualClock;
let phone: RawPhone;

beforeEach(async () => {
  clock = new ManualClock();
  office = await Office.open({ clock });
  phone = await office.addRawPhone('2880');
});

afterEach(async () => {
  await office.close();
});

const registered = () => office.pbx.endpoint('2880')?.devices.length ?? 0;
const own = () => [`Contact: ${phone.contact}`];
const challenges = (response: SipResponse) => response.headers.all('www-authenticate');
const wrongly = (challenge: SipResponse, o = {}) =>
  phone.authorization('REGISTER', challenge, { password: 'guess', ...o });

test('without credentials there is a challenge for SHA-256 and one for MD5, and nothing is registered', async () => {
  const response = await phone.asks('REGISTER', { headers: own() });
  expect(response.status).toBe(401);
  expect(challenges(response).map((value) => /algorithm=([\w-]+)/.exec(value)?.[1])).toEqual(['SHA-256', 'MD5']);
  expect(registered()).toBe(0);
});

test('a wrong password is challenged anew, and an unknown extension is told the very same', async () => {
  const first = await phone.asks('REGISTER', { headers: own() });
  const wrong = await phone.asks('REGISTER', { cseq: 2, headers: [...own(), wrongly(first)] });
  const unknown = await phone.asks('REGISTER', {
    from: '9999',
    cseq: 3,
    headers: [...own(), wrongly(first, { username: '9999', uri: 'sip:9999@127.0.0.1' })],
  });
  const shape = (response: SipResponse) => [
    response.status,
    response.reason,
    [...response.headers.entries()].map(([name]) => name),
    challenges(response).map((value) => value.replace(/nonce="[^"]*"/, '')),
  ];
  expect(wrong.status).toBe(401);
  expect(shape(unknown)).toEqual(shape(wrong));
  expect(registered()).toBe(0);
});

test('an extension without credentials cannot be registered', async () => {
  office.pbx.directory.set({ endpointId: '2880', name: 'Nobody yet', credentials: undefined });
  expect((await phone.asksAuthorized('REGISTER', { headers: own() })).status).toBe(401);
});

test('credentials that were used once are worth nothing to an eavesdropper', async () => {
  const challenge = await phone.asks('REGISTER', { headers: own() });
  const used = phone.authorization('REGISTER', challenge);
  expect((await phone.asks('REGISTER', { cseq: 2, headers: [...own(), used] })).status).toBe(200);
  const eavesdropper = await office.addRawPhone('2880');
  const headers = [`Contact: ${eavesdropper.contact}`, used];
  expect((await eavesdropper.asks('REGISTER', { callId: 'replayed', headers })).status).toBe(401);
  expect(registered()).toBe(1);
});

test('a nonce that is too old is told so, and the phone goes on with the new one', async () => {
  const challenge = await phone.asks('REGISTER', { headers: own() });
  clock.advance(11 * 60_000);
  const stale = await phone.asks('REGISTER', {
    cseq: 2,
    headers: [...own(), phone.authorization('REGISTER', challenge)],
  });
  expect(stale.status).toBe(401);
  expect(challenges(stale)[0]).toMatch(/stale=true/);
  const good = await phone.asks('REGISTER', { cseq: 3, headers: [...own(), phone.authorization('REGISTER', stale)] });
  expect(good.status).toBe(200);
});

test('nobody registers for somebody else', async () => {
  office.addExtension('2881');
  const response = await phone.asksAuthorized('REGISTER', { to: '2881', headers: own() });
  expect([response.status, office.pbx.endpoint('2881')?.devices]).toEqual([403, []]);
});

test('nobody calls in another’s name', async () => {
  office.addExtension('2881');
  const device = await office.addDevice('2880');
  expect(await failed(device.dial('2880', { from: 'sip:2881@127.0.0.1' }))).toBe(403);
  expect(office.changes).toEqual([]);
});

test('a call needs the password too, also from a registered address', async () => {
  const device = await office.addDevice('2880');
  const response = await phone.asks('INVITE', { to: '2881' });
  expect([response.status, challenges(response).length]).toEqual([401, 2]);
  const invite = device.sip.invite({ uri: `sip:2881@127.0.0.1:${office.port}`, from: { uri: device.addressOfRecord } });
  expect(await failed(invite)).toBe(401);
  expect(office.changes).toEqual([]);
});

test('after twenty wrong passwords in a minute an address is not heard for a while', async () => {
  let challenge = await phone.asks('REGISTER', { headers: own() });
  for (let guess = 1; guess <= 20; guess += 1) {
    challenge = await phone.asks('REGISTER', { cseq: guess + 1, headers: [...own(), wrongly(challenge)] });
    expect(challenge.status).toBe(401);
  }
  const refused = await phone.asksAuthorized('REGISTER', { cseq: 30, headers: own() });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  const invite = await phone.asks('INVITE', { to: '2881', cseq: 40 });
  expect([invite.status, invite.headers.get('retry-after')]).toEqual([503, '60']);
  clock.advance(60_000);
  expect((await phone.asksAuthorized('REGISTER', { cseq: 50, headers: own() })).status).toBe(200);
});

test('a telephone that has shown its password is heard on, whatever others behind the same address guess', async () => {
  const known = await office.addRawPhone('2881');
  const hers = [`Contact: ${known.contact}`];
  expect((await known.asksAuthorized('REGISTER', { headers: hers })).status).toBe(200);
  const guesses = async (guesser: RawPhone, username: string, from: number) => {
    let challenge = await guesser.asks('REGISTER', { cseq: from, headers: own() });
    for (let guess = 1; guess <= 20; guess += 1) {
      const answer = guesser.authorization('REGISTER', challenge, { password: 'guess', username });
      challenge = await guesser.asks('REGISTER', { cseq: from + guess, headers: [...own(), answer] });
    }
  };
  await guesses(phone, '2880', 1);
  expect((await phone.asks('REGISTER', { cseq: 30, headers: own() })).status).toBe(503);
  expect((await known.asksAuthorized('REGISTER', { cseq: 30, headers: hers })).status).toBe(200);
  await guesses(known, '2881', 40);
  expect((await known.asks('REGISTER', { cseq: 70, headers: hers })).status).toBe(503);
});
