import { beforeEach, expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';

const { ada, ben } = people;
const CODE = '4711';
const NUMBER = '7000';
const LIMIT_MS = 8_000;
/** What is heard by a caller who has guessed too often. */
const ENOUGH_HZ = 370;

let company: Company;

beforeEach(async () => {
  company = await Company.temporary({ conferenceNumber: NUMBER });
  await (await company.as(ada)).post('/conferences', { id: 'monday', accessCode: CODE });
  return () => company.close();
});

const places = () => company.context.gateway.pbx.conferences.parties('monday');

test('who dials code after code hears that it is enough, even with the right one; others come in', async () => {
  const hostile = await company.phone(ben);
  for (let code = 4_700; code < 4_710; code += 1) {
    const call = await hostile.dial(`${NUMBER}*${code}`);
    await call.untilHears(330, LIMIT_MS);
    call.hangup();
  }
  const right = await hostile.dial(`${NUMBER}*${CODE}`);
  await right.untilHears(ENOUGH_HZ, LIMIT_MS);
  await right.until('ended', LIMIT_MS);
  expect(places()).toEqual([]);
  const call = await (await company.phone(ada)).dial(`${NUMBER}*${CODE}`);
  await call.until('connected', LIMIT_MS);
  await expect.poll(() => places().map(({ place }) => place), { timeout: LIMIT_MS }).toEqual(['room']);
});

test('who asks the API for code after code to see which are taken is told to wait', async () => {
  const api = await company.as(ben);
  const ask = (accessCode?: string) => api.post('/conferences', { accessCode });
  const answers = await Promise.all(Array.from({ length: 310 }, () => ask(CODE)));
  const statuses = answers.map(({ status }) => status);
  expect([statuses.filter((one) => one === 409).length, statuses.filter((one) => one === 429).length]).toEqual([
    300, 10,
  ]);
  const refused = await ask('4712');
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests', param: 'accessCode' } });
  expect(Date.parse(refused.headers.get('retry-after') ?? '')).toBeGreaterThan(Date.now());
  expect((await ask()).status).toBe(200);
  expect((await (await company.as(ada)).post('/conferences', { accessCode: '4712' })).status).toBe(200);
});
