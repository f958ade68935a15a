import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Trunk } from '../../src/trunks/trunk.ts';
import { eventually } from '../support/eventually.ts';
import { PASSWORD } from '../support/keys.ts';
import { Office } from '../support/office.ts';

let office: Office;
/** The carrier is another PBX of ours, at which we are the extension 2900. */
let carrier: Office;

beforeEach(async () => {
  carrier = await Office.open({ trunk: false });
  office = await Office.open({ trunk: false });
  carrier.addExtension('2900');
});

afterEach(async () => {
  await office.close();
  await carrier.close();
});

function trunk(o: Partial<Trunk> = {}): Trunk {
  return {
    trunkId: 't',
    name: 'Carrier',
    host: '127.0.0.1',
    port: carrier.port,
    transport: 'udp',
    mode: 'registering',
    credentials: { username: '2900', password: PASSWORD },
    trusted: false,
    callerId: 'trunk',
    callerNumber: '2900',
    numberFormat: 'dialled',
    enabled: true,
    ...o,
  };
}

async function registered(): Promise<void> {
  office.pbx.trunks.set(trunk());
  await eventually(() => office.pbx.trunks.state('t')?.registered, 'the registration');
}

test('we register at the carrier, and its calls come to our contact', async () => {
  await registered();
  expect(office.pbx.trunks.state('t')).toMatchObject({ up: true, registered: true });
  await office.addPhone('2880', { autoAnswer: true, tone: 600 });
  office.pbx.routes.numbers.set({ number: '2900', destination: '2880' });
  const caller = await carrier.addPhone('2901');
  await (await caller.dial('2900')).untilHears(600, 5_000);
  expect(office.pbx.calls('2880')).toMatchObject([{ direction: 'inbound', from: { number: '2901' } }]);
});

test('calls go out with our account and are heard', async () => {
  await registered();
  const phone = await office.addPhone('2880');
  await carrier.addPhone('55501', { autoAnswer: true, tone: 900 });
  await (await phone.dial('55501')).untilHears(900, 5_000);
});

test('a wrong password is told, and the trunk is not up', async () => {
  const states: (string | undefined)[] = [];
  office.pbx.trunks.onStateChanged(({ fault }) => states.push(fault));
  office.pbx.trunks.set(trunk({ credentials: { username: '2900', password: 'wrong' } }));
  await eventually(() => states.length > 0, 'the refusal');
  expect(states).toEqual(['Its registrar answered 401.']);
  expect(office.pbx.trunks.state('t')).toMatchObject({ up: false, registered: false });
});

test('a trunk that is removed is no longer registered', async () => {
  await registered();
  expect(carrier.pbx.endpoint('2900')?.devices).toHaveLength(1);
  office.pbx.trunks.remove('t');
  await eventually(() => carrier.pbx.endpoint('2900')?.devices.length === 0, 'the end of the registration');
});

test('a trunk that changes registers anew with what it is now', async () => {
  await registered();
  carrier.addExtension('2902');
  office.pbx.trunks.set(trunk({ credentials: { username: '2902', password: PASSWORD } }));
  await eventually(() => carrier.pbx.endpoint('2902')?.devices.length === 1, 'the other account');
  await eventually(() => carrier.pbx.endpoint('2900')?.devices.length === 0, 'the end of the former one');
});
