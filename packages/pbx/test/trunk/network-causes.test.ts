import { afterEach, beforeEach, expect, test } from 'vitest';
import { Carrier } from '../support/carrier.ts';
import { failed } from '../support/device.ts';
import { Office } from '../support/office.ts';

// A gateway says by Q.850 what the telephone network told it, behind a status that may say less (RFC 3326, RFC 3398).
let office: Office;
let carrier: Carrier;

beforeEach(async () => {
  carrier = await Carrier.open('answer');
  office = await Office.open({ trunk: { port: carrier.port } });
});

afterEach(async () => {
  await office.close();
  await carrier.close();
});

test.each([
  [480, 'Q.850;cause=17;text="User busy"', 'busy', 486],
  [480, 'q.850 ; cause=1', 'destNotObtainable', 404],
  [403, 'SIP;cause=403, Q.850;cause=21', 'busy', 603],
  [503, 'Q.850;cause=34', 'networkCongestion', 503],
  [503, 'Q.850;cause=38', 'networkNotObtainable', 503],
  [500, 'Q.850;cause=19', 'callNotAnswer', 480],
  // Says no more than the status, or nothing at all.
  [486, 'Q.850;cause=16', 'busy', 486],
  [404, 'Q.850;cause=999', 'destNotObtainable', 404],
  [486, 'Q.850;cause=17x', 'busy', 486],
  [486, 'Q.850;cause="1', 'busy', 486],
  [486, 'SIP;cause=1', 'busy', 486],
] as const)('%i with Reason: %s is %s', async (status, reason, cause, told) => {
  carrier.sip.onInvite((invite) => invite.reject(status, undefined, { Reason: reason }));
  const device = await office.addDevice('2880');
  expect(await failed(device.dial('+16135550100'))).toBe(told);
  await office.quiet();
  expect(office.story('2880').at(-1)).toBe(`idle/${cause}`);
});

test('a telephone of ours is no gateway: its status counts', async () => {
  const caller = await office.addDevice('2880');
  const callee = await office.addDevice('2881');
  const call = failed(caller.dial('2881'));
  (await callee.rings()).reject(486, undefined, { Reason: 'Q.850;cause=1' });
  expect(await call).toBe(486);
});
