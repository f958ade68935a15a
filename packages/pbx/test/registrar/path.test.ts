import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outlivesConnection } from '../../src/registrar/reachability.ts';
import { Office } from '../support/office.ts';
import { type RawPhone, rawAnswer } from '../support/raw-phone.ts';

// RFC 3327: a phone behind proxies is called through them. The raw phone is the proxy next to us, too.
const HIDDEN = '<sip:2880@10.1.2.3:5060>';
let office: Office;
let phone: RawPhone;
let path: readonly [string, string];

beforeEach(async () => {
  office = await Office.open();
  phone = await office.addRawPhone('2880');
  path = [`<sip:in@127.0.0.1:${phone.peer.port};lr>`, '<sip:edge@192.0.2.1;lr;ob>'];
});
afterEach(() => office.close());

const register = (o: { headers?: string[]; contact?: string; callId?: string } = {}) =>
  phone.asksAuthorized('REGISTER', {
    callId: o.callId ?? 'r',
    headers: [`Contact: ${o.contact ?? HIDDEN}`, 'Supported: path, outbound', ...(o.headers ?? [])],
  });
const contacts = () => office.pbx.endpoint('2880')?.devices.map(({ contact }) => contact);

test('its requests bear the path as Route, its CANCEL and ACK too, and it sees the path that we keep', async () => {
  const response = await register({ headers: [`Path: ${path.join(', ')}`] });
  expect([response.status, response.headers.all('path')]).toEqual([200, path]);
  const call = await office.callIn('2880');
  const invite = await phone.peer.nextRequest();
  expect([invite.uri, invite.headers.all('route')]).toEqual([HIDDEN.slice(1, -1), path]);
  phone.reply(invite, 180);
  await call.until('ringing', 5_000);
  call.hangup();
  const cancel = await phone.peer.nextRequest();
  expect([cancel.method, cancel.headers.all('route')]).toEqual(['CANCEL', path]);
  phone.reply(cancel, 200);
  phone.reply(invite, 487);
  const ack = await phone.peer.nextRequest();
  expect([ack.method, ack.headers.all('route')]).toEqual(['ACK', path]);
});

test('inside the call the way is what Record-Route says', async () => {
  await register({ headers: [`Path: ${path[0]}`] });
  await office.callIn('2880');
  const invite = await phone.peer.nextRequest();
  phone.reply(invite, 200, { ...rawAnswer(invite), headers: [`Record-Route: ${path[0]}`], contact: HIDDEN });
  const ack = await phone.peer.nextRequest();
  expect([ack.method, ack.uri, ack.headers.all('route')]).toEqual(['ACK', HIDDEN.slice(1, -1), [path[0]]]);
});

test('the path survives a restart, and the next REGISTER without one ends it', async () => {
  await register({ headers: path.map((proxy) => `Path: ${proxy}`) });
  await office.restart();
  await office.callIn('2880');
  const invite = await phone.peer.nextRequest();
  expect(invite.headers.all('route')).toEqual(path);
  phone.reply(invite, 486);
  await phone.peer.nextRequest();
  await register({ callId: 'other' });
  await office.callIn('2880');
  expect((await phone.peer.nextRequest()).headers.all('route')).toEqual([]);
});

test('a phone that names itself replaces what it left behind, also after a restart (RFC 5626 section 6)', async () => {
  const named = (user: string) => `<sip:${user}@10.1.2.3>;+sip.instance="<urn:uuid:1>";reg-id=1`;
  expect((await register({ contact: named('old') })).headers.get('require')).toBe('outbound');
  await office.restart();
  await register({ contact: named('new'), callId: 'other' });
  expect(contacts()).toEqual(['sip:new@10.1.2.3']);
});

test('who comes through a proxy that keeps no connections is registered as any other is', async () => {
  const contact = '<sip:2880@10.1.2.3>;+sip.instance="<urn:uuid:1>";reg-id=1';
  const through = (proxy: string) =>
    register({ contact, callId: proxy, headers: [`Path: ${proxy}`, 'Via: SIP/2.0/UDP 10.1.2.3;branch=z9hG4bKphone'] });
  expect((await through('<sip:127.0.0.1;lr>')).headers.has('require')).toBe(false);
  expect((await through('<sip:127.0.0.1;lr;ob>')).headers.get('require')).toBe('outbound');
});

test.each([
  ['no address', 'nonsense'],
  ['a strict router', '<sip:127.0.0.1>'],
  ['no SIP', '<http://127.0.0.1;lr>'],
  ['too long', `<sip:${'a'.repeat(300)}@x;lr>`],
  ['too many', Array.from({ length: 11 }, () => '<sip:x;lr>').join(',')],
])('a path that is %s is refused', async (_, value) => {
  const response = await register({ headers: [`Path: ${value}`] });
  expect([response.status, response.reason]).toEqual([400, expect.stringContaining('Path')]);
  expect(contacts()).toEqual([]);
});

describe('on TCP, when the connection is lost', () => {
  const binding = (o: { path?: string[]; outbound?: { instance: string; regId: number } }) => ({
    ...{ endpointId: '2880', contact: 'sip:2880@10.1.2.3;ob', callId: 'c', cseq: 1, expiresAt: 0, userAgent: '' },
    source: { transport: 'tcp' as const, remoteAddress: '192.0.2.9', remotePort: 40_000 },
    ...o,
  });
  const outbound = { instance: 'x', regId: 1 };

  test.each([
    ['a proxy that listens stays', { path: ['<sip:192.0.2.9:5070;lr;ob>'], outbound }, true],
    ['a proxy somewhere else is gone', { path: ['<sip:198.51.100.1;lr>'] }, false],
    ['a phone is gone', { outbound }, false],
  ])('%s', (_, o, expected) => {
    expect(outlivesConnection(binding(o))).toBe(expected);
  });
});
