import { expect, test } from 'vitest';
import { IncompatibleMedia, newSrtpKey, readSdp, SdesProtection, SdpSession, type SrtpSuite } from '../src/index.ts';
import { sdp } from './support/sdp.ts';

const inline = newSrtpKey('AES_CM_128_HMAC_SHA1_80').inline;
const line = (tag: number, suite: string, rest = '') => `a=crypto:${tag} ${suite} inline:${inline}${rest}`;
const eighty: SrtpSuite = 'AES_CM_128_HMAC_SHA1_80';
const short: SrtpSuite = 'AES_CM_128_HMAC_SHA1_32';
const offer = (lines: string[], protocol = 'RTP/SAVP') => sdp({ media: [`m=audio 4000 ${protocol} 0`], lines });
const session = (o: { optional?: boolean } = {}) =>
  new SdpSession({ address: '203.0.113.5', port: 6_000, id: 1, protection: new SdesProtection(o) });

test('two sides agree on keys: what one sends with, the other receives with', () => {
  const [caller, callee] = [session(), session()];
  const { text, audio } = callee.answer(caller.offer());
  const mine = caller.accept(text).security;
  const theirs = audio.security;
  if (mine.kind !== 'sdes' || theirs.kind !== 'sdes') throw new Error('not encrypted');
  expect(mine.send).toEqual(theirs.receive);
  expect(theirs.send).toEqual(mine.receive);
  expect(mine.send.inline).not.toBe(mine.receive.inline);
});

test('the answer takes the first line that we have, by its tag, and the protocol of the offer', () => {
  const { text } = session().answer(offer([line(4, 'F8_128_HMAC_SHA1_80'), line(7, short), line(8, eighty)]));
  expect(text).toMatch(/^m=audio 6000 RTP\/SAVP 0\r$/m);
  expect(text.match(/a=crypto:.*/g)).toHaveLength(1);
  expect(text).toMatch(/a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:/);
  expect(text).not.toContain(inline);
});

test('our keys stay when the call is negotiated again', () => {
  const ours = session();
  const first = ours.answer(offer([line(1, eighty)])).text;
  const again = ours.answer(offer([line(1, eighty), 'a=sendonly'])).text;
  expect(/a=crypto.*/.exec(again)?.[0]).toBe(/a=crypto.*/.exec(first)?.[0]);
});

test('a lifetime is taken, what would change the packets is not', () => {
  expect(() => session().answer(offer([line(1, eighty, '|2^31')]))).not.toThrow();
  for (const rest of ['|2^31|1:4', '|1:4', ' UNENCRYPTED_SRTP', ' KDR=1']) {
    expect(() => session().answer(offer([line(1, eighty, rest)])), rest).toThrow(IncompatibleMedia);
  }
});

test.each(['', 'abc', 'A'.repeat(38), 'A'.repeat(44), '!'.repeat(40)])('%j is no key', (key) => {
  expect(() => session().answer(offer([`a=crypto:1 ${eighty} inline:${key}`]))).toThrow(IncompatibleMedia);
});

test('an answer with a line that was not offered is refused', () => {
  const ours = session();
  ours.offer();
  expect(() => ours.accept(offer([line(2, eighty)]))).toThrow(IncompatibleMedia);
  expect(() => ours.accept(offer([line(9, eighty)]))).toThrow(IncompatibleMedia);
  expect(() => ours.accept(offer([]))).toThrow(IncompatibleMedia);
  expect(ours.accept(offer([line(2, short)])).security.kind).toBe('sdes');
});

test('who must be encrypted is not answered in plain RTP', () => {
  const ours = session();
  ours.offer();
  expect(() => ours.accept(offer([], 'RTP/AVP'))).toThrow(IncompatibleMedia);
});

test('optional encryption is offered beside RTP/AVP, and may be left out', () => {
  const ours = session({ optional: true });
  expect(ours.offer()).toMatch(/m=audio 6000 RTP\/AVP 0 8 101\r\na=crypto:1 /);
  expect(ours.accept(offer([], 'RTP/AVP')).security).toEqual({ kind: 'plain' });
  expect(ours.accept(offer([line(1, eighty)], 'RTP/AVP')).security.kind).toBe('sdes');
});

test('keys beside RTP/AVP are plain to who wants it plain', () => {
  const text = offer([line(1, eighty)], 'RTP/AVP');
  expect(readSdp(text).security).toEqual({ kind: 'plain' });
  expect(readSdp(text, ['sdes', 'plain']).security.kind).toBe('sdes');
});

test('the encrypted one of two streams is taken when it is wanted', () => {
  const media = ['m=audio 4000 RTP/AVP 0', 'm=audio 4002 RTP/SAVP 0'];
  const text = sdp({ media, lines: [line(1, eighty)] });
  expect(readSdp(text, ['sdes'])).toMatchObject({ index: 1, port: 4_002 });
});
