import { Phone, type PhoneCall } from '@cordboard/phone';
import { afterEach, expect, test } from 'vitest';
import { selfSigned } from '../../../sip/test/support/certificate.ts';
import { eventually } from '../support/eventually.ts';
import { PASSWORD, REALM } from '../support/keys.ts';
import { Office } from '../support/office.ts';

// Telephones on TLS say the keys of their audio in it (RFC 4568).
const certificate = selfSigned();
let office: Office;
const phones: Phone[] = [];

afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
  await office.close();
});

async function tlsPhone(username: string, tone: number): Promise<Phone> {
  office.addExtension(username);
  const server = { host: '127.0.0.1', port: office.tlsPort, transport: 'tls' } as const;
  const trust = { authorities: certificate.certificate };
  const account = { username, password: PASSWORD, realm: REALM };
  const phone = await Phone.start({ server, trust, ...account, tone, autoAnswer: true, talk: true });
  phones.push(phone);
  return phone;
}

const hears = (call: PhoneCall, hz: number) =>
  eventually(() => call.heard().tones.some((tone) => Math.abs(tone - hz) < 20), `${hz} Hz is heard`);
const incoming = (phone: Phone) => new Promise<PhoneCall>((resolve) => phone.onIncoming(resolve));

test.each(['required', 'optional', 'off'] as const)('a phone on TLS is called while SRTP is %s', async (srtp) => {
  office = await Office.open({ tls: { port: 0, certificate }, srtp });
  const secure = await tlsPhone('2880', 600);
  const rings = incoming(secure);
  const call = await office.callIn('2880');
  const taken = await rings;
  await Promise.all([hears(call, 600), hears(taken, 425)]);
  await taken.hold();
  await office.call('2880', 'held');
  await taken.retrieve();
  await Promise.all([hears(call, 600), hears(taken, 425)]);
  call.hangup();
  await office.quiet();
});

test('an encrypted call is moved to a phone without encryption, and back', async () => {
  office = await Office.open({ tls: { port: 0, certificate } });
  await tlsPhone('2880', 600);
  await office.addPhone('2881', { tone: 900, autoAnswer: true });
  const call = await office.callIn('2880');
  await hears(call, 600);
  for (const [from, to, hz] of [
    ['2880', '2881', 900],
    ['2881', '2880', 600],
  ] as const) {
    const { callId } = await office.call(from, 'connected');
    await office.pbx.act(from, callId, { action: 'blindTransfer', destination: to });
    await hears(call, hz);
  }
  expect(office.pbx.stats().mediaSessions).toBe(2);
  call.hangup();
  await office.quiet();
});
