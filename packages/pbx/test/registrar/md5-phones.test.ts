import { ManualClock, type SipResponse } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Office } from '../support/office.ts';
import type { RawPhone } from '../support/raw-phone.ts';

// Some phones give up when a challenge names an algorithm that they do not know (RFC 8760 section 2.4 forbids it).
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

let cseq = 0;

async function asked(headers: readonly string[] = []): Promise<SipResponse> {
  cseq += 1;
  return await phone.asks('REGISTER', { cseq, headers: [`Contact: ${phone.contact}`, ...headers] });
}

const algorithms = ({ headers }: SipResponse) =>
  headers.all('www-authenticate').map((value) => /algorithm=([\w-]+)/.exec(value)?.[1]);

test.each(['baresip v1.0.0 (x86_64/linux)', 'baresip v0.6.1'])('%s is challenged with MD5 alone', async (agent) => {
  expect(algorithms(await asked([`User-Agent: ${agent}`]))).toEqual(['MD5']);
});

test.each(['baresip v3.1.0', 'Desk phone', 'not baresip v1.0.0'])('%s is offered SHA-256 first', async (agent) => {
  expect(algorithms(await asked([`User-Agent: ${agent}`]))).toEqual(['SHA-256', 'MD5']);
});

test('a phone that has not answered the first challenge after two seconds is challenged with MD5 alone', async () => {
  expect(algorithms(await asked())).toEqual(['SHA-256', 'MD5']);
  clock.advance(2_000);
  expect(algorithms(await asked())).toEqual(['SHA-256', 'MD5']);
  clock.advance(1);
  expect(algorithms(await asked())).toEqual(['MD5']);
});

test('a phone that answered with SHA-256 is offered it again', async () => {
  const challenge = await asked();
  expect((await asked([phone.authorization('REGISTER', challenge)])).status).toBe(200);
  clock.advance(60_000);
  expect(algorithms(await asked())).toEqual(['SHA-256', 'MD5']);
});

test('a phone that answers with MD5 registers, and is challenged with MD5 alone when it was silent before', async () => {
  await asked();
  clock.advance(3_000);
  const challenge = await asked();
  const header = phone.authorization('REGISTER', challenge, { algorithm: 'MD5' });
  expect((await asked([header])).status).toBe(200);
  clock.advance(60_000);
  expect(algorithms(await asked())).toEqual(['MD5']);
});

test('a wrong password in MD5 is challenged with MD5 alone, one in SHA-256 with both', async () => {
  const challenge = await asked();
  const guess = { password: 'guess' };
  const md5 = await asked([phone.authorization('REGISTER', challenge, { ...guess, algorithm: 'MD5' })]);
  expect([md5.status, algorithms(md5)]).toEqual([401, ['MD5']]);
  const sha256 = await asked([phone.authorization('REGISTER', challenge, guess)]);
  expect([sha256.status, algorithms(sha256)]).toEqual([401, ['SHA-256', 'MD5']]);
});
