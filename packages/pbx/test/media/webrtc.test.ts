import { IncompatibleMedia } from '@cordboard/rtp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { BrowserParty } from './support/browser-party.ts';
import { Studio } from './support/studio.ts';

let studio: Studio;
const browsers: BrowserParty[] = [];

beforeEach(async () => {
  studio = await Studio.open();
});

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.vanish();
  await studio.close();
});

function browser(): BrowserParty {
  const party = new BrowserParty();
  browsers.push(party);
  return party;
}

test('a browser that offers is heard by a telephone, and hears it', async () => {
  const session = studio.plane.open();
  const page = browser();
  await page.offer(session);
  const phone = await studio.join(900);
  session.join(phone.session);
  page.talk(600);
  phone.party.talk();
  await Promise.all([page.untilHears(900), phone.party.untilHears(600)]);
});

test('two browsers hear each other; one was called, one calls', async () => {
  const sessions = [studio.plane.open(), studio.plane.open()] as const;
  const [caller, callee] = [browser(), browser()];
  await caller.offer(sessions[0]);
  await callee.answer(sessions[1]);
  sessions[0].join(sessions[1]);
  caller.talk(600);
  callee.talk(900);
  await Promise.all([caller.untilHears(900), callee.untilHears(600)]);
});

test('names, IPv6 and TCP among the candidates do no harm, nor does video', async () => {
  const session = studio.plane.open();
  const page = browser();
  const strange = [
    'a=candidate:9 1 udp 2122260223 0b1c2d3e.local 50000 typ host',
    'a=candidate:8 1 udp 2122260222 2001:db8::1 50000 typ host',
    'a=candidate:7 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active',
    'a=candidate:6 2 udp 2122260221 192.0.2.7 50001 typ host',
  ].join('\r\n');
  const video = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n';
  const answer = await page.offer(
    session,
    (sdp) =>
      sdp.replace('a=group:BUNDLE 0', 'a=group:BUNDLE 0 1').replace('a=end-of', `${strange}\r\na=end-of`) + video,
    (sdp) => sdp.replace(/m=video[\s\S]*$/, ''),
  );
  expect(answer).toContain('a=group:BUNDLE 0\r\n');
  expect(answer).toMatch(/m=video 0 UDP\/TLS\/RTP\/SAVPF 96\r\na=mid:1\r\n$/);
  page.talk(600);
  await eventually(async () => (await session.stats()).packetsReceived > 10, 'the page is heard');
});

test('the only candidate is the port of the session', async () => {
  const session = studio.plane.open();
  const answer = await browser().offer(session);
  const own = `a=candidate:1 1 udp 2130706431 127.0.0.1 ${session.port} typ host`;
  expect(answer.match(/a=candidate:.*/g)).toEqual([own]);
  expect(answer).toContain('a=end-of-candidates');
});

test('another certificate than the description says is not heard, and ends the call', async () => {
  const session = studio.plane.open();
  let lost = false;
  session.onPeerLost(() => {
    lost = true;
  });
  const page = browser();
  await page.offer(session, (sdp) => sdp.replace(/(a=fingerprint:sha-256 )../, '$100'));
  page.talk(600);
  await eventually(() => lost, 'the peer is refused');
  expect((await session.stats()).packetsReceived).toBe(0);
});

test('an offer without credentials, certificate or with a passive handshake is refused', async () => {
  const page = browser();
  let offer = '';
  await page.offer(studio.plane.open(), (sdp) => {
    offer = sdp;
    return sdp;
  });
  const broken = [/a=ice-pwd.*\r\n/g, /a=ice-ufrag.*\r\n/g, /a=fingerprint.*\r\n/g].map((line) =>
    offer.replace(line, ''),
  );
  for (const sdp of [...broken, offer.replace('a=setup:actpass', 'a=setup:passive')]) {
    expect(() => studio.plane.open().answer(sdp)).toThrow(IncompatibleMedia);
  }
});

test('hold in both ways of writing it, and back', async () => {
  const session = studio.plane.open();
  const page = browser();
  let offer = '';
  await page.offer(session, (sdp) => {
    offer = sdp;
    return sdp;
  });
  for (const [said, answered] of [
    ['inactive', 'inactive'],
    ['sendonly', 'recvonly'],
    ['sendrecv', 'sendrecv'],
  ] as const) {
    const answer = session.answer(offer.replace('a=sendrecv', `a=${said}`));
    expect(answer).toContain(`m=audio ${session.port} UDP/TLS/RTP/SAVPF`);
    expect(answer).toContain(`a=${answered}`);
    expect(session.remoteDirection).toBe(said);
  }
  page.talk(600);
  await eventually(async () => (await session.stats()).packetsReceived > 10, 'the page is heard');
});
