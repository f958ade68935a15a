import { expect, test } from 'vitest';
import { type Direction, IncompatibleMedia, readSdp, SdpSession } from '../src/index.ts';
import { sdp } from './support/sdp.ts';

const session = (o: Partial<{ address: string; port: number; id: number }> = {}) =>
  new SdpSession({ address: '203.0.113.5', port: 6_000, id: 42, ...o });
const originOf = (text: string) => /^o=(.*)$/m.exec(text)?.[1]?.trim().split(' ') as string[];
const mediaOf = (text: string) => text.split('\r\n').filter((line) => line.startsWith('m='));

test('our offer names both laws and digits', () => {
  const offer = session().offer();
  expect(readSdp(offer)).toMatchObject({ address: '203.0.113.5', port: 6_000, digits: 101, direction: 'sendrecv' });
  expect(readSdp(offer).codecs.map(({ codec }) => codec)).toEqual(['PCMU', 'PCMA']);
});

test('an IPv6 address is written as one', () => {
  expect(session({ address: '2001:db8::5' }).offer()).toContain('c=IN IP6 2001:db8::5');
});

test('two sides agree: offer, answer, accept', () => {
  const [caller, callee] = [session(), session({ address: '203.0.113.6', port: 6_002 })];
  const { text, audio } = callee.answer(caller.offer());
  expect(audio).toMatchObject({
    address: '203.0.113.5',
    port: 6_000,
    sends: [{ codec: 'PCMU', payloadType: 0 }],
    digits: 101,
  });
  expect(caller.accept(text)).toMatchObject({
    address: '203.0.113.6',
    port: 6_002,
    sends: [{ codec: 'PCMU' }],
    digits: 101,
  });
});

test('the answer takes the first codec of the offer that we have, by its number there', () => {
  const offer = sdp({
    media: ['m=audio 4000 RTP/AVP 18 97 0 96'],
    lines: ['a=rtpmap:97 PCMA/8000', 'a=rtpmap:96 telephone-event/8000'],
  });
  const { text, audio } = session().answer(offer);
  expect(audio).toMatchObject({ sends: [{ codec: 'PCMA', payloadType: 97 }], digits: 96 });
  expect(mediaOf(text)).toEqual(['m=audio 6000 RTP/AVP 97 96']);
});

test('digits that were not offered are not answered', () => {
  expect(session().answer(sdp()).text).not.toContain('telephone-event');
});

test.each<[Direction, Direction]>([
  ['sendrecv', 'sendrecv'],
  ['sendonly', 'recvonly'],
  ['recvonly', 'sendonly'],
  ['inactive', 'inactive'],
])('%s is answered with %s', (offered, answered) => {
  const { text, audio } = session().answer(sdp({ lines: [`a=${offered}`] }));
  expect(readSdp(text).direction).toBe(answered);
  expect(audio.remoteDirection).toBe(offered);
});

test('who holds stays on hold, whatever is offered', () => {
  const answered = (offered: Direction) =>
    readSdp(session().answer(sdp({ lines: [`a=${offered}`] }), { direction: 'sendonly' }).text).direction;
  expect((['sendrecv', 'recvonly', 'sendonly', 'inactive'] as const).map(answered)).toEqual([
    'sendonly',
    'sendonly',
    'inactive',
    'inactive',
  ]);
});

test('who wants to say nothing says nothing', () => {
  const answered = (wish: Direction) => readSdp(session().answer(sdp(), { direction: wish }).text).direction;
  expect((['recvonly', 'inactive'] as const).map(answered)).toEqual(['recvonly', 'inactive']);
});

test('every m-line is answered in its place, what we do not take with port 0, the protocol as offered', () => {
  const media = ['m=video 5000 RTP/AVP 31 32', 'm=audio 4000 RTP/AVPF 0', 'm=application 5002 UDP/DTLS/SCTP webrtc'];
  const one = session();
  const { text } = one.answer(sdp({ media }));
  expect(mediaOf(text)).toEqual([
    'm=video 0 RTP/AVP 31',
    'm=audio 6000 RTP/AVPF 0',
    'm=application 0 UDP/DTLS/SCTP webrtc',
  ]);
  expect(mediaOf(one.offer())).toHaveLength(3);
});

test('a later offer may not lose an m-line', () => {
  const one = session();
  one.answer(sdp({ media: ['m=audio 4000 RTP/AVP 0', 'm=video 5000 RTP/AVP 31'] }));
  expect(() => one.answer(sdp())).toThrow(IncompatibleMedia);
});

test('the session keeps its id, and its version grows with each change and only then', () => {
  const one = session();
  const versions = [
    one.offer(),
    one.offer(),
    one.offer({ direction: 'inactive' }),
    one.offer(),
    one.answer(sdp()).text,
  ].map(originOf);
  expect(versions.map(([, id]) => id)).toEqual(Array.from({ length: 5 }, () => '42'));
  expect(versions.map(([, , version]) => version)).toEqual(['1', '1', '2', '3', '4']);
});

test('an answer with more m-lines than we offered does not change our next offer', () => {
  const one = session();
  one.offer();
  one.accept(sdp({ media: ['m=video 5000 RTP/AVP 31', 'm=audio 4000 RTP/AVP 0'] }));
  expect(mediaOf(one.offer({ direction: 'inactive' }))).toEqual(['m=audio 6000 RTP/AVP 0 8 101']);
});

test('what we offered may come, though the far side wants another codec and another number for digits', () => {
  const one = session();
  one.offer();
  const audio = one.accept(sdp({ media: ['m=audio 4000 RTP/AVP 8 96'], lines: ['a=rtpmap:96 telephone-event/8000'] }));
  expect(audio).toMatchObject({ sends: [{ codec: 'PCMA', payloadType: 8 }], digits: 96 });
  expect(audio.receives.map(({ payloadType }) => payloadType)).toEqual(expect.arrayContaining([0, 8]));
  expect(audio.receivesDigits).toEqual([101, 96]);
});

test('an answer that refuses the stream is incompatible', () => {
  const one = session();
  one.offer();
  expect(() => one.accept(sdp({ media: ['m=audio 0 RTP/AVP 0'] }))).toThrow(IncompatibleMedia);
});
