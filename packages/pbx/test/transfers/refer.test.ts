import type { IncomingRequest, InviteSession } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered, type Device } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// What goes over the wire: RFC 3515, RFC 4488, RFC 3892.
let office: Office;
let transferor: Device;
let target: Device;
let session: InviteSession;
let told: IncomingRequest[];

beforeEach(async () => {
  office = await Office.open();
  transferor = await office.addDevice('2880');
  target = await office.addDevice('2881');
  const callee = await office.addDevice('2882');
  const placed = answered(transferor.dial('2882'));
  await callee.answers();
  session = await placed;
  told = [];
  session.onRequest((incoming) => {
    told.push(incoming);
    incoming.respond(200);
  });
});

afterEach(async () => {
  await office.close();
});

const refer = (headers: Record<string, string>) =>
  session.request('REFER', { headers: { 'Refer-To': '<sip:2881@127.0.0.1>', ...headers } });
const told200 = () => eventually(() => told.find(({ request }) => request.body.includes(' 200 ')), 'the last NOTIFY');
const ended = () => new Promise<string>((resolve) => session.onEnded(resolve));

test('it is accepted, and NOTIFYs tell 100, 180 and 200; then comes the BYE', async () => {
  const over = ended();
  expect((await refer({})).status).toBe(202);
  const invite = await target.rings();
  invite.ring();
  await office.settled();
  invite.answer({ body: target.sdp().answer(invite.request.body.toString()).text });
  await told200();
  expect(await over).toBe('bye');
  const said = told.map(({ request }) => [
    request.method,
    request.headers.get('event'),
    request.headers.get('content-type'),
    request.headers.get('subscription-state'),
    request.body.toString(),
  ]);
  const event = expect.stringMatching(/^refer;id=\d+$/);
  const type = 'message/sipfrag;version=2.0';
  expect(said).toEqual([
    ['NOTIFY', event, type, 'active;expires=300', 'SIP/2.0 100 Trying\r\n'],
    ['NOTIFY', event, type, 'active;expires=300', 'SIP/2.0 180 Ringing\r\n'],
    ['NOTIFY', event, type, 'terminated;reason=noresource', 'SIP/2.0 200 OK\r\n'],
  ]);
});

test('a phone that wants no NOTIFY gets none, and its BYE when the new party is there (RFC 4488)', async () => {
  const over = ended();
  const response = await refer({ 'Refer-Sub': 'false' });
  expect([response.status, response.headers.get('refer-sub')]).toEqual([200, 'false']);
  await target.answers();
  expect([await over, told]).toEqual(['bye', []]);
});

test('such a phone learns at once when there is nobody to call', async () => {
  const response = await refer({ 'Refer-To': '<sip:2899@127.0.0.1>', 'Refer-Sub': 'false' });
  expect([response.status, told, office.pbx.calls('2880')]).toMatchObject([404, [], [{ state: 'connected' }]]);
});

test('who has sent the call on is passed to the new party, in its own name only (RFC 3892)', async () => {
  await refer({ 'Referred-By': '"Ann" <sip:2880@127.0.0.1>' });
  const invite = await target.rings();
  expect(invite.request.headers.get('referred-by')).toBe('"Ann" <sip:2880@127.0.0.1>');
  invite.reject(486);
  await office.call('2880', 'connected');
  await refer({ 'Referred-By': '<sip:boss@example.com>' });
  expect((await target.rings()).request.headers.has('referred-by')).toBe(false);
});

test.each([
  ['nobody', [], 400],
  [
    'two at once',
    [
      ['Refer-To', '<sip:2881@127.0.0.1>'],
      ['Refer-To', '<sip:2883@127.0.0.1>'],
    ],
    400,
  ],
  ['what is no address', [['Refer-To', '<<>']], 400],
  ['a page', [['Refer-To', '<https://example.com>']], 416],
  ['another method', [['Refer-To', '<sip:2881@127.0.0.1;method=BYE>']], 603],
  ['a dialog that is none', [['Refer-To', '<sip:2881@127.0.0.1?Replaces=nonsense>']], 400],
] as const)('a request to refer to %s is refused', async (_, headers, status) => {
  expect((await session.request('REFER', { headers })).status).toBe(status);
  await office.settled();
  expect([told, office.pbx.calls('2880')]).toMatchObject([[], [{ state: 'connected' }]]);
});

test('a second request gets reports of its own', async () => {
  await refer({ 'Refer-To': '<sip:2899@127.0.0.1>' });
  await refer({ 'Refer-To': '<sip:2898@127.0.0.1>' });
  await eventually(() => told.length === 4, 'four NOTIFYs');
  const events = new Set(told.map(({ request }) => request.headers.get('event')));
  expect(events.size).toBe(2);
});

test('the trunk moves no call', async () => {
  const caller = await office.callIn('2881');
  await target.answers();
  await caller.until('connected', 5_000);
  await expect(caller.transfer('2883')).rejects.toThrow('603');
  expect(office.pbx.calls('2881')).toMatchObject([{ state: 'connected' }]);
});
