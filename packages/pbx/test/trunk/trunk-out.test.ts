import type { Phone, PhoneCall } from '@cordboard/phone';
import { SipEndpoint } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import { hurriedClock } from '../support/hurried-clock.ts';
import { Office, type OfficeOptions } from '../support/office.ts';

let office: Office;
let phone: Phone;
let numbers: string[];

afterEach(async () => {
  await office.close();
});

async function open(o: OfficeOptions = {}): Promise<void> {
  office = await Office.open(o);
  phone = await office.addPhone('2880', { tone: 600 });
  numbers = [];
  office.outside.onIncoming((call) => {
    numbers.push(office.changes.at(-1)?.to.number ?? '');
    call.answer();
  });
}

async function refusal(number: string): Promise<number | undefined> {
  const call: PhoneCall = await phone.dial(number);
  await call.until('ended', 5_000);
  return call.status;
}

test.each(['+16135550100', '6135550100', '911', '112', '*43#', '28800'])(
  '%s is no extension and goes to the trunk',
  async (number) => {
    await open();
    const call = await phone.dial(number);
    await call.untilHears(425, 5_000);
    expect(numbers).toEqual([number]);
    await office.outside.calls[0]?.untilHears(600, 5_000);
    expect(office.pbx.calls('2880')).toMatchObject([{ direction: 'outbound', to: { number } }]);
  },
);

test.each(['2881', '9999'])('%s has as many digits as our extensions: it is a mistyped one', async (number) => {
  await open();
  expect([await refusal(number), numbers]).toEqual([404, []]);
});

test('an emergency number goes out also when extensions have as many digits', async () => {
  await open();
  office.addExtension('700');
  expect(await refusal('701')).toBe(404);
  await (await phone.dial('911')).untilHears(425, 5_000);
});

test('an extension that has an emergency number rings, for it was made on purpose', async () => {
  await open();
  await office.addPhone('911', { tone: 900, autoAnswer: true });
  await (await phone.dial('911')).untilHears(900, 5_000);
  expect(numbers).toEqual([]);
});

test.each(['bob', '%2B1%3B613', '6135550100;phone-context', '1'.repeat(33)])(
  '%s never leaves the house',
  async (number) => {
    await open();
    const call = await phone.dial(`sip:${number}@127.0.0.1:${office.port}`);
    await call.until('ended', 5_000);
    expect([call.status, numbers]).toEqual([404, []]);
  },
);

test('one of our own numbers rings the extension without a way round by the trunk', async () => {
  await open({ trunk: { didMap: { '+16135550199': '2881' } } });
  await office.addPhone('2881', { tone: 900, autoAnswer: true });
  await (await phone.dial('+16135550199')).untilHears(900, 5_000);
  expect(numbers).toEqual([]);
});

test('without a trunk an outside number is not found', async () => {
  await open({ trunk: false });
  expect(await refusal('+16135550100')).toBe(404);
  await expect(office.pbx.makeCall('2880', { to: '+16135550100' })).rejects.toMatchObject({ code: 'noTrunk' });
});

test('the trunk sees who calls, and the caller hears it ring', async () => {
  office = await Office.open();
  phone = await office.addPhone('2880');
  const call = await phone.dial('+16135550100');
  const remote = new Promise((resolve) => office.outside.onIncoming((incoming) => resolve(incoming.remote)));
  expect(await remote).toEqual({ number: '2880', name: 'Name 2880' });
  expect(call.state).toBe('ringing');
});

test('a trunk on TCP is called there', async () => {
  const trunk = new SipEndpoint();
  const { port } = await trunk.listen({ transport: 'tcp', host: '127.0.0.1', port: 0 });
  const called = new Promise((resolve) =>
    trunk.onInvite(({ flow, request }) => resolve([flow.transport, request.uri])),
  );
  try {
    await open({ trunk: { port, transport: 'tcp' } });
    await phone.dial('+16135550100');
    expect(await called).toEqual(['tcp', `sip:+16135550100@127.0.0.1:${port}`]);
  } finally {
    await trunk.close();
  }
});

test('a trunk that takes the call and then says nothing ends it after its time', async () => {
  const trunk = new SipEndpoint();
  const { port } = await trunk.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  trunk.onInvite(() => {});
  try {
    await open({ trunk: { port }, timings: { trunkTimeoutMs: 300 } });
    expect(await refusal('+16135550100')).toBe(504);
    expect(office.story('2880').at(-1)).toBe('idle/networkNotObtainable');
    await office.quiet();
  } finally {
    await trunk.close();
  }
});

test('a trunk that is not there ends the call when its INVITE has run out', async () => {
  await open({ clock: hurriedClock(40), trunk: { port: 9 }, timings: { trunkTimeoutMs: 100_000 } });
  expect(await refusal('+16135550100')).toBe(503);
  expect(office.story('2880').at(-1)).toBe('idle/networkNotObtainable');
  await office.quiet();
});
