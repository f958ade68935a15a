import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IncompatibleMedia, readSdp } from '../src/index.ts';
import { sdp } from './support/sdp.ts';

test('the audio stream is described', () => {
  const text = sdp({
    media: ['m=audio 4000 RTP/AVP 96 8 0 101'],
    lines: ['a=rtpmap:96 opus/48000/2', 'a=rtpmap:101 telephone-event/8000', 'a=sendonly'],
  });
  expect(readSdp(text)).toEqual({
    address: '192.0.2.1',
    port: 4_000,
    direction: 'sendonly',
    codecs: [
      { codec: 'opus', payloadType: 96 },
      { codec: 'PCMA', payloadType: 8 },
      { codec: 'PCMU', payloadType: 0 },
    ],
    digits: 101,
    media: [{ type: 'audio', protocol: 'RTP/AVP', formats: '96 8 0 101' }],
    index: 0,
    security: { kind: 'plain' },
  });
});

test('what the stream says goes before what the session says', () => {
  const text = sdp({ session: ['a=inactive'], lines: ['c=IN IP4 192.0.2.9', 'a=recvonly'] });
  expect(readSdp(text)).toMatchObject({ address: '192.0.2.9', direction: 'recvonly' });
  expect(readSdp(sdp({ session: ['a=inactive'] })).direction).toBe('inactive');
  expect(readSdp(sdp()).direction).toBe('sendrecv');
});

test.each(['0.0.0.0', '::'])('a connection address of %s is a hold', (address) => {
  const kind = address === '::' ? 'IP6' : 'IP4';
  expect(readSdp(sdp({ connection: `c=IN ${kind} ${address}`, lines: ['a=sendrecv'] })).direction).toBe('inactive');
});

test('lines may end in any way, and codec names are written in any case', () => {
  const text = sdp({ media: ['m=audio 4000 RTP/AVP 97'], lines: ['a=rtpmap:97 pcma/8000'] });
  for (const end of ['\n', '\r']) expect(readSdp(text.replaceAll('\r\n', end)).codecs[0]?.codec).toBe('PCMA');
});

test('G.711 at another rate is another codec', () => {
  const lines = ['a=rtpmap:97 PCMU/16000', 'a=rtpmap:0 PCMU/8000'];
  expect(readSdp(sdp({ media: ['m=audio 4000 RTP/AVP 97 0'], lines })).codecs).toEqual([
    { codec: 'PCMU', payloadType: 0 },
  ]);
});

test('the first audio stream that is wanted and plain is taken', () => {
  const media = ['m=video 5000 RTP/AVP 31', 'm=audio 0 RTP/AVP 0', 'm=audio 4002 RTP/SAVP 0', 'm=audio 4004 RTP/AVP 8'];
  expect(readSdp(sdp({ media }))).toMatchObject({ index: 3, port: 4_004 });
});

test.each([
  ['nothing', ''],
  ['no SDP', 'hello'],
  ['no audio', sdp({ media: ['m=video 4000 RTP/AVP 31'] })],
  ['a refused stream', sdp({ media: ['m=audio 0 RTP/AVP 0'] })],
  ['only encrypted audio', sdp({ media: ['m=audio 4000 RTP/SAVP 0'] })],
  ['no codec in common', sdp({ media: ['m=audio 4000 RTP/AVP 18'] })],
  ['no address', sdp({ connection: 's=-' })],
  ['a host name', sdp({ connection: 'c=IN IP4 phone.example' })],
  ['a multicast group with its reach', sdp({ connection: 'c=IN IP4 224.2.36.42/127' })],
  ['a port beyond all ports', sdp({ media: ['m=audio 65536 RTP/AVP 0'] })],
  ['a port of many digits', sdp({ media: [`m=audio ${'9'.repeat(400)} RTP/AVP 0`] })],
  ['a port without digits', sdp({ media: ['m=audio  RTP/AVP 0'] })],
  ['a payload type beyond the field', sdp({ media: ['m=audio 4000 RTP/AVP 300'], lines: ['a=rtpmap:300 PCMU/8000'] })],
  ['a payload type of RTCP', sdp({ media: ['m=audio 4000 RTP/AVP 72'], lines: ['a=rtpmap:72 PCMU/8000'] })],
  ['an m-line that cannot be repeated', sdp({ media: ['m=audio 4000 RTP/AVP 0', 'm=???'] })],
  ['too many m-lines', sdp({ media: Array.from({ length: 17 }, () => 'm=audio 4000 RTP/AVP 0') })],
  ['too much text', sdp({ lines: [`a=x:${'y'.repeat(20_000)}`] })],
])('refused in words: %s', (_, text) => {
  expect(() => readSdp(text)).toThrow(IncompatibleMedia);
});

test('whatever the text is, the outcome is usable or IncompatibleMedia', () => {
  const line = fc.oneof(
    fc
      .constantFrom('m=', 'a=', 'c=', 'a=rtpmap:', 'a=fmtp:', 'm=audio ', 'c=IN IP4 ')
      .chain((start) => fc.string({ maxLength: 20, unit: 'binary' }).map((rest) => `${start}${rest}`)),
    fc.constantFrom(...sdp().split('\r\n'), 'm=audio 99999 RTP/AVP 0 8 999', 'a=rtpmap:0 PCMU', 'c=IN IP4 __proto__'),
    fc
      .tuple(fc.nat(100_000), fc.array(fc.nat(200), { maxLength: 4 }))
      .map(([port, types]) => `m=audio ${port} RTP/AVP ${types.join(' ')}`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      try {
        const { port, codecs, address } = readSdp(lines.join('\r\n'));
        expect(port > 0 && port < 65_536 && codecs.length > 0 && /^[\da-f.:]+$/i.test(address)).toBe(true);
        expect(codecs.every(({ payloadType }) => payloadType >= 0 && payloadType <= 127)).toBe(true);
      } catch (error) {
        if (!(error instanceof IncompatibleMedia)) throw error;
      }
    }),
    { numRuns: 3_000 },
  );
});
