import { ManualClock } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { rawAnswer } from '../support/raw-phone.ts';

// RFC 4028 beside the OPTIONS of keep-alive: a phone that answers every OPTIONS and refreshes nothing is gone.
let office: Office;

afterEach(async () => {
  await office.close();
});

test('a session that the phone promised to refresh and does not is ended', async () => {
  const clock = new ManualClock();
  office = await Office.open({ clock, timings: { sessionMs: 120_000, keepAliveMs: 40_000 } });
  const phone = await office.addRawPhone('2880');
  await phone.register();
  const caller = await office.callIn('2880');
  const invite = await phone.peer.nextRequest();
  expect([invite.headers.get('session-expires'), invite.headers.get('min-se')]).toEqual(['120', '90']);
  phone.reply(invite, 200, { ...rawAnswer(invite), headers: ['Session-Expires: 120;refresher=uas', 'Require: timer'] });
  await caller.until('connected', 5_000);
  expect((await phone.peer.nextRequest()).method).toBe('ACK');
  clock.advance(40_300);
  const probe = await phone.peer.nextRequest();
  expect(probe.method).toBe('OPTIONS');
  phone.reply(probe, 200);
  await office.settled();
  expect(office.pbx.calls('2880')).toHaveLength(1);
  clock.advance(48_000);
  await eventually(() => office.pbx.calls('2880').length === 0, 'the call is over');
  expect(office.story('2880').at(-1)).toBe('idle/networkNotObtainable');
  await office.quiet();
});
