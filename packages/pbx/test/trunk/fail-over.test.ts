import type { Phone } from '@cordboard/phone';
import { afterEach, expect, test } from 'vitest';
import type { PbxTimings } from '../../src/index.ts';
import { trunkFailure } from '../../src/trunks/trunk-failures.ts';
import { Carrier, type Manner } from '../support/carrier.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

const NUMBER = '+16135550100';
let office: Office;
let phone: Phone;
let carriers: Carrier[];

afterEach(async () => {
  await office.close();
  await Promise.all(carriers.map((carrier) => carrier.close()));
});

/** An office with one phone and a trunk to each carrier: first, second ... */
async function open(manners: readonly Manner[], timings: Partial<PbxTimings> = {}): Promise<void> {
  office = await Office.open({ trunk: false, timings });
  phone = await office.addPhone('2880');
  carriers = await Promise.all(manners.map((manner) => Carrier.open(manner)));
  for (const [index, carrier] of carriers.entries()) office.pbx.trunks.set(carrier.trunk(`t${index}`));
}

function asked(): number[] {
  return carriers.map(({ invites }) => invites.length);
}

test.each([500, 502, 503, 504, 401, 403, 407, 408, 302, 488, 606])(
  'a trunk that answers %i is left for the next, and it is one call',
  async (status) => {
    await open([status, 'answer']);
    const call = await phone.dial(NUMBER);
    await call.until('connected', 5_000);
    expect(asked()).toEqual([1, 1]);
    expect(office.story('2880')).toEqual(['connected/newCall', 'connected/newCall']);
  },
);

test.each([
  [486, 486],
  [600, 486],
  [603, 603],
  [404, 404],
  [484, 484],
  [410, 410],
  [480, 480],
  // A loop would branch at every turn.
  [482, 482],
  [483, 483],
])('a callee that answers %i is not looked for elsewhere', async (status, told) => {
  await open([status, 'answer']);
  const call = await phone.dial(NUMBER);
  await call.until('ended', 5_000);
  expect([call.status, asked()]).toEqual([told, [1, 0]]);
  await office.quiet();
});

test('a trunk that is not there at all is left when nothing has come within its time', async () => {
  await open(['answer'], { trunkSilenceMs: 200 });
  office.pbx.trunks.remove('t0');
  office.pbx.trunks.set({ ...(carriers[0] as Carrier).trunk('dead'), port: 9 });
  office.pbx.trunks.set((carriers[0] as Carrier).trunk('alive'));
  await (await phone.dial(NUMBER)).until('connected', 5_000);
  expect(office.pbx.trunks.state('dead')).toMatchObject({ up: false, fault: 'It answered 408.' });
});

test('a trunk that takes the call and rings nobody is left after its time, and hears no more of it', async () => {
  await open(['silent', 'answer'], { trunkTimeoutMs: 300 });
  await (await phone.dial(NUMBER)).until('connected', 5_000);
  const first = await (carriers[0] as Carrier).asked();
  await eventually(() => first.state === 'ended', 'the CANCEL');
});

test('a trunk that has said 100 is waited for longer than silence allows', async () => {
  await open(['silent', 'answer'], { trunkSilenceMs: 100, trunkTimeoutMs: 600 });
  await (await phone.dial(NUMBER)).until('connected', 5_000);
  expect(office.pbx.trunks.state('t0')?.fault).toBe('It answered 504.');
});

test('a trunk over TCP where nobody listens is left at once', async () => {
  await open(['answer']);
  office.pbx.trunks.remove('t0');
  office.pbx.trunks.set({ ...(carriers[0] as Carrier).trunk('dead'), port: 9, transport: 'tcp' });
  office.pbx.trunks.set((carriers[0] as Carrier).trunk('alive'));
  await (await phone.dial(NUMBER)).until('connected', 5_000);
});

test('the last trunk to fail says why the call fails', async () => {
  await open([503, 403]);
  const call = await phone.dial(NUMBER);
  await call.until('ended', 5_000);
  expect([call.status, asked()]).toEqual([403, [1, 1]]);
  expect(office.story('2880').at(-1)).toBe('idle/destNotObtainable');
  await office.quiet();
});

test('who hangs up while trunks are tried is not called again', async () => {
  await open(['silent', 'answer'], { trunkTimeoutMs: 400 });
  const call = await phone.dial(NUMBER);
  const first = await (carriers[0] as Carrier).asked();
  call.hangup();
  await eventually(() => first.state === 'ended', 'the CANCEL');
  await office.quiet();
  await office.settled();
  expect(asked()).toEqual([1, 0]);
});

test('a timeout of a telephone that rang is that of a person', () => {
  expect(trunkFailure(408, true)).toEqual({ next: false, rests: false });
  expect(trunkFailure(503, true).next).toBe(true);
  expect(trunkFailure(599, false)).toEqual({ next: true, rests: false });
  expect(trunkFailure(499, false).next).toBe(false);
});
