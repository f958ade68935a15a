import type { Phone, PhoneCall } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { Office } from './support/office.ts';

let office: Office;
const phones: Record<string, Phone> = {};
const rang: Record<string, PhoneCall[]> = {};

beforeEach(async () => {
  office = await Office.open();
  for (const [extension, tone] of [
    ['2880', 600],
    ['2881', 900],
    ['2882', 1_200],
  ] as const) {
    const phone = await office.addPhone(extension, { tone });
    phones[extension] = phone;
    rang[extension] = [];
    phone.onIncoming((call) => rang[extension]?.push(call));
  }
});

afterEach(async () => {
  await office.close();
});

const ringing = (extension: string) => eventually(() => rang[extension]?.[0], `${extension} rings`);

test('a call from outside is redirected, answered, consulted about and transferred, with audio at each step', async () => {
  const caller = await office.callIn('2880');
  const first = await ringing('2880');
  expect(first.remote).toEqual({ number: '+16135550100', name: 'Outside Caller' });

  const at2880 = await office.call('2880', 'ringing');
  await office.pbx.act('2880', at2880.callId, { action: 'redirect', destination: '2881' });
  const second = await ringing('2881');
  await first.until('ended', 2_000);
  const at2881 = await office.call('2881', 'ringing');
  expect(at2881).toMatchObject({ cause: 'redirected', trackingId: at2880.trackingId });

  const answered = await office.pbx.act('2881', at2881.callId, { action: 'answer' });
  expect(answered.state).toBe('connected');
  await Promise.all([second.untilHears(425, 5_000), caller.untilHears(900, 5_000)]);

  await office.pbx.act('2881', at2881.callId, { action: 'consult', destination: '2882' });
  const third = await ringing('2882');
  const at2882 = await office.call('2882', 'ringing');
  await office.pbx.act('2882', at2882.callId, { action: 'answer' });
  await Promise.all([third.untilHears(900, 5_000), second.untilHears(1_200, 5_000)]);
  const [held, consultation] = office.pbx.calls('2881');
  expect([held?.state, consultation?.state]).toEqual(['held', 'connected']);

  await office.pbx.act('2881', consultation?.callId as string, {
    action: 'supervisedTransfer',
    otherCallId: at2881.callId,
  });
  await Promise.all([caller.untilHears(1_200, 5_000), third.untilHears(425, 5_000), second.until('ended', 2_000)]);
  expect(office.pbx.calls('2881')).toEqual([]);
  expect(office.pbx.calls('2882')).toMatchObject([
    { state: 'connected', cause: 'transfer', from: { number: '+16135550100' } },
  ]);

  caller.hangup();
  await third.until('ended', 2_000);
  await office.quiet();
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2882')).toEqual(['ringing/newCall', 'connected/newCall', 'connected/transfer', 'idle/transfer']);
});
