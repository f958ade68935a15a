import type { PhoneCall } from '@cordboard/phone';
import { SipEndpoint } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import { Carrier } from '../support/carrier.ts';
import { failed } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office, type OfficeOptions } from '../support/office.ts';

let office: Office;

afterEach(async () => {
  await office.close();
});

/** An office with one phone at 2880, and what the trunk says about where numbers go. */
async function open(trunk: OfficeOptions['trunk'] = {}): Promise<void> {
  office = await Office.open({ trunk });
  await office.addPhone('2880', { tone: 600, autoAnswer: true });
}

async function refusal(number: string): Promise<number | undefined> {
  const call: PhoneCall = await office.callIn(number);
  await call.until('ended', 5_000);
  return call.status;
}

test.each([
  ['an extension', '2880'],
  ['a number of the trunk', '+16135550199'],
  ['a number that the trunk writes with marks', '613-555-0188'],
])('a call to %s rings it, and both hear each other', async (_, number) => {
  await open({ didMap: { '+1 (613) 555-0199': '2880', '6135550188': '2880' } });
  const call = await office.callIn(number);
  await call.untilHears(600, 5_000);
  expect(office.pbx.calls('2880')).toMatchObject([
    { direction: 'inbound', calledDevice: number, from: { number: '+16135550100', name: 'Outside Caller' } },
  ]);
});

test('a call to any other number goes to the default extension', async () => {
  await open({ defaultEndpointId: '2880' });
  await (await office.callIn('+4930123')).untilHears(600, 5_000);
});

test.each(['+4930123', '2899', 'nobody', '0'])('without a default %s is not found', async (number) => {
  await open();
  expect(await refusal(number)).toBe(404);
  expect(office.changes).toEqual([]);
  await office.quiet();
});

test('a number of the trunk whose extension is not there is not found', async () => {
  await open({ didMap: { '+16135550199': '2999' }, defaultEndpointId: '2998' });
  expect(await refusal('+16135550199')).toBe(404);
});

test('a call from outside never goes out again, whoever pays', async () => {
  await open();
  expect(await refusal('+19005550100')).toBe(404);
  expect(office.outside.calls).toEqual([]);
});

test.each([
  ['From', {}, { number: '+16135550123', name: 'Said' }],
  [
    'P-Asserted-Identity',
    { 'P-Asserted-Identity': '"Known" <sip:+16135550177@x>' },
    { number: '+16135550177', name: 'Known' },
  ],
])('who calls is taken from %s', async (_, headers, from) => {
  const trunk = new SipEndpoint();
  const { port } = await trunk.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  try {
    await open({ port });
    const uri = `sip:2880@127.0.0.1:${office.port}`;
    trunk.invite({ uri, from: { uri: 'sip:+16135550123@x', displayName: 'Said' }, headers });
    const seen = await eventually(() => office.changes[0], 'the call');
    expect(seen.from).toEqual(from);
  } finally {
    await trunk.close();
  }
});

test('a trunk that is not trusted is not believed who calls', async () => {
  const trunk = await Carrier.open('answer');
  try {
    await open();
    office.pbx.trunks.set(trunk.trunk('t'));
    const headers = { 'P-Asserted-Identity': '"Known" <sip:+16135550177@x>' };
    trunk.sip.invite({ uri: `sip:2880@127.0.0.1:${office.port}`, from: { uri: 'sip:+16135550123@x' }, headers });
    expect((await eventually(() => office.changes[0], 'the call')).from).toEqual({ number: '+16135550123' });
  } finally {
    await trunk.close();
  }
});

test('a caller without a name or number is anonymous', async () => {
  const trunk = new SipEndpoint();
  const { port } = await trunk.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  try {
    await open({ port });
    trunk.invite({ uri: `sip:2880@127.0.0.1:${office.port}`, from: { uri: 'sip:anonymous.invalid' } });
    expect((await eventually(() => office.changes[0], 'the call')).from).toEqual({ number: 'anonymous' });
  } finally {
    await trunk.close();
  }
});

test('who is not the trunk is asked for a password, whatever it says', async () => {
  await open();
  const stranger = await office.addDevice('2899', { registered: false });
  const { port } = office.outside.address;
  const from = { uri: `sip:+16135550100@127.0.0.1:${port}` };
  expect(await failed(stranger.sip.invite({ uri: `sip:2880@127.0.0.1:${office.port}`, from }))).toBe(401);
  expect(office.changes).toEqual([]);
});

test('a trunk on TCP is known by its address', async () => {
  const trunk = new SipEndpoint();
  const { port } = await trunk.listen({ transport: 'tcp', host: '127.0.0.1', port: 0 });
  try {
    await open({ port, transport: 'tcp' });
    const uri = `sip:2880@127.0.0.1:${office.port};transport=tcp`;
    trunk.invite({ uri, from: { uri: 'sip:+16135550123@x' } });
    expect((await eventually(() => office.changes[0], 'the call')).from.number).toBe('+16135550123');
  } finally {
    await trunk.close();
  }
});

test('a caller whose audio cannot be used is refused, and nothing is left of the call', async () => {
  await open();
  const caller = await office.addDevice('2881');
  expect(await failed(caller.dial('2880', { body: 'v=0' }))).toBe(488);
  await office.quiet();
});
