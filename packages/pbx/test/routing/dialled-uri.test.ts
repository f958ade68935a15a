import { parseMessage } from '@cordboard/sip';
import { expect, test } from 'vitest';
import { dialledOf } from '../../src/routing/dialled-uri.ts';

function dialled(uri: string, to = '<sip:to@127.0.0.1>'): string {
  const head = ['Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1', 'From: <sip:a@x>;tag=1', `To: ${to}`, 'Call-ID: 1'];
  const text = [`INVITE ${uri} SIP/2.0`, ...head, 'CSeq: 1 INVITE', 'Content-Length: 0', '', ''].join('\r\n');
  const parsed = parseMessage(Buffer.from(text));
  if (!parsed.ok || parsed.message.kind !== 'request') throw new Error('No request');
  return dialledOf(parsed.message);
}

test.each([
  ['sip:2880@127.0.0.1', '2880'],
  ['sips:2880@example.com;transport=tcp', '2880'],
  ['sip:+1-613-555-0100@127.0.0.1;user=phone', '+1-613-555-0100'],
  ['sip:+16135550100;npdi;rn=+16135550000@127.0.0.1', '+16135550100'],
  ['sip:6135550100;phone-context=+1@127.0.0.1;user=phone', '+16135550100'],
  ['sip:6135550100;phone-context=example.com@127.0.0.1', '6135550100'],
  ['sip:6135550100;phone-context@127.0.0.1', '6135550100;phone-context'],
  ['sip:6135550100;evil=1@127.0.0.1', '6135550100;evil=1'],
  ['tel:+1-613-555-0100', '+1-613-555-0100'],
  ['tel:555-0100;phone-context=+1-613', '+16135550100'],
  ['tel:2880;phone-context=pbx.example.com', '2880'],
  ['sip:%2B16135550100@127.0.0.1', '+16135550100'],
])('%s asks for %s', (uri, number) => {
  expect(dialled(uri)).toBe(number);
});

test('a call to our Contact is for whom its To names', () => {
  expect(dialled('sip:127.0.0.1:5060', '"Us" <sip:+16135550199@carrier.example>')).toBe('+16135550199');
  expect(dialled('sip:127.0.0.1:5060', '<sip:carrier.example>')).toBe('');
});
