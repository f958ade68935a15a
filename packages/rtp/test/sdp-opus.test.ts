import { expect, test } from 'vitest';
import { type AudioWishes, IncompatibleMedia, readSdp, SdpSession } from '../src/index.ts';
import { sdp } from './support/sdp.ts';

const session = () => new SdpSession({ address: '203.0.113.5', port: 6_000, id: 42 });
const opus = (payloads: string, line = 'a=rtpmap:111 opus/48000/2') =>
  sdp({ media: [`m=audio 4000 RTP/AVP ${payloads}`], lines: [line] });
const codecsOf = (text: string) => readSdp(text).codecs.map(({ codec }) => codec);

test.each([
  ['a=rtpmap:111 opus/48000/2', true],
  ['a=rtpmap:111 OPUS/48000/2', true],
  ['a=rtpmap:111 opus/48000/1', false],
  ['a=rtpmap:111 opus/48000', false],
  ['a=rtpmap:111 opus/8000/2', false],
  ['a=rtpmap:111 opus', false],
])('%s is Opus: %s', (line, isOpus) => {
  expect(codecsOf(opus('111 0', line)).includes('opus')).toBe(isOpus);
});

test.each<[string, string, AudioWishes, readonly string[]]>([
  ['both want it, and G.711 stays for what is made here', '111 0 8', { opus: true }, ['opus', 'PCMU']],
  ['nobody else has it', '111 0 8', {}, ['PCMU']],
  ['the phone has it further down', '8 111', { opus: true }, ['opus', 'PCMA']],
  ['the phone has none', '8 0', { opus: true }, ['PCMA']],
])('an offer is answered: %s', (_, offered, wishes, answered) => {
  const { text, audio } = session().answer(opus(offered), wishes);
  expect(codecsOf(text)).toEqual(answered);
  expect(audio.sends.map(({ codec }) => codec)).toEqual(answered);
  expect(audio.knowsOpus).toBe(offered.includes('111'));
});

test('Opus without G.711 is refused: nobody here could play anything to it', () => {
  expect(() => session().answer(opus('111'), { opus: true })).toThrow(IncompatibleMedia);
});

test('Opus goes first in an offer, with what repairs losses, and only when somebody else has it', () => {
  const one = session();
  expect(codecsOf(one.offer())).toEqual(['PCMU', 'PCMA']);
  const offer = one.offer({ opus: true });
  expect(codecsOf(offer)).toEqual(['opus', 'PCMU', 'PCMA']);
  expect(offer).toContain('a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\n');
});

test.each<[string, string, readonly string[]]>([
  ['both', '111 0', ['opus', 'PCMU']],
  ['Opus alone', '111', ['opus']],
  ['G.711 first: that is what it will send', '0 111', ['PCMU']],
  ['G.711 alone', '8', ['PCMA']],
])('an answer to Opus with %s', (_, answered, sends) => {
  const one = session();
  one.offer({ opus: true });
  expect(one.accept(opus(answered)).sends.map(({ codec }) => codec)).toEqual(sends);
});

test('Opus that was not offered is not taken from an answer', () => {
  const one = session();
  one.offer();
  expect(one.accept(opus('111 0')).sends).toEqual([{ codec: 'PCMU', payloadType: 0 }]);
  expect(() => one.accept(opus('111'))).toThrow(IncompatibleMedia);
});

test('a later offer keeps the number that the far side gave it, until Opus is left out', () => {
  const one = session();
  one.answer(opus('96 0', 'a=rtpmap:96 opus/48000/2'), { opus: true });
  expect(readSdp(one.offer({ opus: true })).codecs[0]).toEqual({ codec: 'opus', payloadType: 96 });
  expect(codecsOf(one.offer())).toEqual(['PCMU']);
});
