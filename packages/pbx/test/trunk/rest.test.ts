import type { Phone } from '@cordboard/phone';
import { ManualClock } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import { TrunkRest } from '../../src/trunks/trunk-rest.ts';
import { Carrier } from '../support/carrier.ts';
import { eventually } from '../support/eventually.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { Office } from '../support/office.ts';

const NUMBER = '+16135550100';
let office: Office;
let phone: Phone;
let carriers: Carrier[] = [];

afterEach(async () => {
  await office.close();
  await Promise.all(carriers.map((carrier) => carrier.close()));
  carriers = [];
});

async function open(first: number, o: { factor?: number } = {}): Promise<[Carrier, Carrier]> {
  office = await Office.open({ trunk: false, ...(o.factor === undefined ? {} : { clock: hurriedClock(o.factor) }) });
  phone = await office.addPhone('2880');
  const pair: [Carrier, Carrier] = [await Carrier.open(first), await Carrier.open('answer')];
  carriers = pair;
  for (const [index, carrier] of pair.entries()) office.pbx.trunks.set(carrier.trunk(`t${index}`));
  return pair;
}

async function call(): Promise<void> {
  const { length } = office.changes;
  const one = await phone.dial(NUMBER);
  await one.until('connected', 5_000);
  one.hangup();
  await eventually(() => office.changes.length > length && office.pbx.stats().calls === 0, 'the end');
}

test('a trunk that failed is tried last until it has rested', async () => {
  const [first, second] = await open(503);
  await call();
  await call();
  expect([first.invites.length, second.invites.length]).toEqual([1, 2]);
  expect(office.pbx.trunks.state('t0')).toMatchObject({ up: false, fault: 'It answered 503.' });
  second.manner = 503;
  first.manner = 'answer';
  // No other is left: one that rests is better than none.
  await call();
  expect(office.pbx.trunks.state('t0')?.up).toBe(true);
  expect(office.pbx.trunks.state('t1')?.up).toBe(false);
});

test('a trunk that refuses for reasons of its own does not rest', async () => {
  await open(403);
  await call();
  expect(office.pbx.trunks.state('t0')?.up).toBe(true);
});

test('a trunk that answers a probe has rested enough, and this is told', async () => {
  const [first] = await open(503, { factor: 20 });
  const states: boolean[] = [];
  const stop = office.pbx.trunks.onStateChanged(({ trunkId, up }) => trunkId === 't0' && states.push(up));
  await call();
  first.manner = 'answer';
  await eventually(() => states.length === 2, 'the trunk comes back');
  expect(states).toEqual([false, true]);
  stop();
});

test('a trunk that no longer answers probes is down before anybody calls', async () => {
  const [first] = await open(503, { factor: 100 });
  await first.sip.request({ method: 'OPTIONS', uri: `sip:127.0.0.1:${office.port}`, from: { uri: 'sip:a@x' } });
  const up = () => office.pbx.trunks.state('t0')?.up;
  let probes = 0;
  first.sip.onRequest((incoming) => {
    probes += 1;
    incoming.respond(200);
  });
  await eventually(() => probes > 0, 'a probe');
  expect(up()).toBe(true);
  first.sip.onRequest((incoming) => incoming.respond(503));
  await eventually(() => up() === false, 'the trunk is down');
});

test('a trunk may ask for a longer rest, but not for ever', () => {
  const clock = new ManualClock();
  const rest = new TrunkRest(clock);
  for (const [asked, ms] of [
    [0, 30_000],
    [60, 60_000],
    [100_000, 300_000],
  ] as const) {
    rest.begin('why', asked);
    expect(rest.until).toBe(clock.now() + ms);
  }
  rest.end();
  expect(rest.until).toBeUndefined();
});
