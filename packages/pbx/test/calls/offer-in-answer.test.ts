import { SipEndpoint, type Target } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selfSigned } from '../../../sip/test/support/certificate.ts';
import { PASSWORD, REALM } from '../support/keys.ts';
import { Office } from '../support/office.ts';
import { WebSocketOffice } from '../support/web-socket-office.ts';

// A caller without an offer gets ours in the 200 (RFC 3261 section 13.2.1): it is protected as one in an INVITE is.
const certificate = selfSigned();
const closers: (() => Promise<unknown>)[] = [];

let caller: SipEndpoint;

beforeEach(async () => {
  caller = new SipEndpoint({ contactUser: '2880', trust: { authorities: certificate.certificate } });
  await caller.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  await caller.close();
  for (const close of closers.splice(0)) await close();
});

/** The offer in the 200 that 2880 gets when it calls 2881 without one. */
async function offerTo(office: Office, target: Target): Promise<string> {
  office.addExtension('2880');
  await office.addPhone('2881', { autoAnswer: true });
  return await new Promise((resolve, reject) => {
    const credentials = { username: '2880', password: PASSWORD, realm: REALM };
    const invite = caller.invite({
      uri: 'sip:2881@127.0.0.1',
      from: { uri: 'sip:2880@127.0.0.1' },
      target,
      credentials,
    });
    invite.onAnswered((session) => {
      session.bye();
      resolve(session.initialRemoteBody.toString());
    });
    invite.onFailed((status) => reject(new Error(`It was refused with ${status}`)));
  });
}

test.each([
  ['required', 'RTP/SAVP', true],
  ['optional', 'RTP/AVP', true],
  ['off', 'RTP/AVP', false],
] as const)('on TLS with SRTP %s it is %s, with keys: %s', async (srtp, profile, keys) => {
  const office = await Office.open({ tls: { port: 0, certificate }, srtp });
  closers.push(() => office.close());
  const offer = await offerTo(office, { transport: 'tls', host: '127.0.0.1', port: office.tlsPort });
  expect([/m=audio \d+ (\S+)/.exec(offer)?.[1], offer.includes('a=crypto:')]).toEqual([profile, keys]);
});

test('by UDP it is plain, for everybody could read the keys', async () => {
  const office = await Office.open({});
  closers.push(() => office.close());
  const offer = await offerTo(office, { transport: 'udp', host: '127.0.0.1', port: office.port });
  expect([/m=audio \d+ (\S+)/.exec(offer)?.[1], offer.includes('a=crypto:')]).toEqual(['RTP/AVP', false]);
});

test('by WebSocket it is a browser’s', async () => {
  const house = await WebSocketOffice.open();
  closers.push(() => house.close());
  const offer = await offerTo(house.office, { flow: await caller.connectWebSocket(house.url('2880')) });
  expect(offer).toContain('a=fingerprint:');
});
