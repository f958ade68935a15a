import { readSdp, SdpSession } from '@cordboard/rtp';
import type { InviteSession, OutgoingInvite, SipResponse } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Phone, PhoneCall, PhoneOptions } from '../src/index.ts';
import { eventually, Lobby, nextCall, nextInvite, udpSockets, uriOf } from './support/lobby.ts';

let lobby: Lobby;

beforeEach(() => {
  lobby = new Lobby();
});

afterEach(async () => {
  await lobby.close();
});

const notify = (event: string) => ({ headers: { Event: event, 'Subscription-State': 'active' } });
const ourSdp = () => new SdpSession({ address: '127.0.0.1', port: 4_000, id: 1 });
const directionIn = (response: SipResponse) => readSdp(response.body.toString()).direction;

/** A phone that a peer calls with these headers. */
async function called(o: { phone?: Partial<PhoneOptions>; headers?: Record<string, string>; body?: string } = {}) {
  const [phone, peer] = [await lobby.phone(o.phone), await lobby.peer()];
  const rings = nextCall(phone);
  const invite = invitation(peer, phone, {
    ...(o.headers && { headers: o.headers }),
    body: o.body ?? ourSdp().offer(),
  });
  return { phone, peer, invite, rings };
}

function invitation(
  peer: Awaited<ReturnType<Lobby['peer']>>,
  phone: Phone,
  o: { headers?: Record<string, string>; body?: string },
) {
  const from = { uri: 'sip:anonymous@anonymous.invalid', displayName: 'Somebody' };
  return watched(peer.sip.invite({ uri: uriOf(phone), from, ...o }));
}

function watched(invite: OutgoingInvite) {
  const ringing = Promise.withResolvers<{ response: SipResponse; talk(event: string): Promise<SipResponse> }>();
  const answered = Promise.withResolvers<{ session: InviteSession; response: SipResponse }>();
  const failed = Promise.withResolvers<number>();
  invite.onProvisional((response, early) => {
    const talk = (event: string) => early?.request('NOTIFY', notify(event)) ?? Promise.reject(new Error('no dialog'));
    ringing.resolve({ response, talk });
  });
  invite.onAnswered((session, response) => answered.resolve({ session, response }));
  invite.onFailed((status) => failed.resolve(status));
  return { ringing: ringing.promise, answered: answered.promise, failed: failed.promise };
}

/** A connected call of a phone that obeys or does not. */
async function connected(phone: Partial<PhoneOptions>): Promise<{ call: PhoneCall; session: InviteSession }> {
  const { invite, rings } = await called({ phone: { ...phone, autoAnswer: true } });
  const { session } = await invite.answered;
  session.onReinvite((offer) => ({ body: ourSdp().answer(offer?.toString() ?? '').text }));
  return { call: await rings, session };
}

test('a phone that obeys announces it, and is answered by NOTIFY Event: talk', async () => {
  const { invite, rings } = await called({ phone: { talk: true } });
  const { response, talk } = await invite.ringing;
  expect([response.status, response.headers.get('allow-events')]).toEqual([180, 'talk, hold']);
  expect((await talk('presence')).status).toBe(489);
  const call = await rings;
  expect(call.state).toBe('ringing');
  expect((await talk('talk')).status).toBe(200);
  await invite.answered;
  expect(call.state).toBe('connected');
});

test('a phone that does not obey announces nothing and goes on ringing', async () => {
  const { invite, rings } = await called();
  const { response, talk } = await invite.ringing;
  expect(response.headers.has('allow-events')).toBe(false);
  expect((await talk('talk')).status).toBe(489);
  expect((await rings).state).toBe('ringing');
});

test.each([
  [{ 'Call-Info': '<sip:pbx.example>;answer-after=0' }],
  [{ 'Alert-Info': '<http://pbx.example>;info=alert-autoanswer;delay=0' }],
  [{ 'Alert-Info': 'Ring Answer' }],
])('a phone for click-to-dial answers when asked by %o', async (headers) => {
  const { invite } = await called({ phone: { autoAnswer: 'header' }, headers });
  await invite.answered;
});

test.each([
  ['is not asked', 'header' as const, {}],
  ['does not want to', false, { 'Call-Info': '<sip:pbx.example>;answer-after=0' }],
])('a phone that %s rings on', async (_, autoAnswer, headers) => {
  const { invite, rings } = await called({ phone: { autoAnswer }, headers });
  await invite.ringing;
  await new Promise((resolve) => setImmediate(resolve));
  expect((await rings).state).toBe('ringing');
});

test('who calls is what the server asserts, before what the caller says', async () => {
  const { rings } = await called({
    headers: { 'P-Asserted-Identity': '"Outside Caller" <sip:+16135550100@pbx.example>' },
  });
  expect((await rings).remote).toEqual({ number: '+16135550100', name: 'Outside Caller' });
  const { rings: ringsAgain } = await called();
  expect((await ringsAgain).remote).toEqual({ number: 'anonymous', name: 'Somebody' });
});

test('NOTIFY hold and talk hold the call and take it back', async () => {
  const { call, session } = await connected({ talk: true });
  expect((await session.request('NOTIFY', notify('hold'))).status).toBe(200);
  await call.until('held', 5_000);
  expect((await session.request('NOTIFY', notify('talk'))).status).toBe(200);
  await call.until('connected', 5_000);
});

test('a phone that does not obey refuses them, and other requests are answered as they should be', async () => {
  const { call, session } = await connected({});
  const statuses = await Promise.all([
    session.request('NOTIFY', notify('hold')),
    session.request('INFO'),
    session.request('REFER', { headers: { 'Refer-To': '<sip:x@127.0.0.1>' } }),
    session.request('FANCY'),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([489, 200, 603, 501]);
  expect(call.state).toBe('connected');
});

test('a phone that holds stays on hold when the far side re-INVITEs', async () => {
  const { call, session } = await connected({});
  await call.hold();
  expect(directionIn(await session.reinvite(ourSdp().offer()))).toBe('sendonly');
  expect(call.state).toBe('held');
});

test('a phone that obeys takes the call back when the far side asks for it', async () => {
  const { call, session } = await connected({ talk: true });
  await call.hold();
  expect(directionIn(await session.reinvite(ourSdp().offer({ direction: 'sendonly' })))).toBe('inactive');
  expect(call.state).toBe('held');
  expect(directionIn(await session.reinvite(ourSdp().offer()))).toBe('sendrecv');
  expect(call.state).toBe('connected');
});

test('a hold that the far side refuses changes nothing', async () => {
  const { call, session } = await connected({});
  session.onReinvite(() => ({ reject: 488 }));
  await expect(call.hold()).rejects.toThrow('488');
  expect(call.state).toBe('connected');
  expect(directionIn(await session.reinvite(ourSdp().offer()))).toBe('sendrecv');
});

test('a call that ends while a hold is under way is over', async () => {
  const { call, session } = await connected({});
  session.onReinvite((offer) => {
    // The BYE goes out before the 200.
    session.bye();
    return { body: ourSdp().answer(offer?.toString() ?? '').text };
  });
  await expect(call.hold()).rejects.toThrow();
  expect([call.state, call.endCause]).toEqual(['ended', 'bye']);
});

test('an INVITE without an offer is answered with one', async () => {
  const { invite } = await called({ phone: { autoAnswer: true }, body: '' });
  const { response } = await invite.answered;
  expect(readSdp(response.body.toString()).codecs).toHaveLength(2);
});

test.each(['v=0', 'm=audio 99999 RTP/AVP 0', '\0\0\0'])(
  'an offer that cannot be used (%j) is refused',
  async (body) => {
    const { phone, invite } = await called({ body });
    expect(await invite.failed).toBe(488);
    expect(phone.calls).toEqual([]);
    await eventually(() => udpSockets() === 2, 'the SIP sockets of both are left');
  },
);

test('an answer that cannot be used ends the call', async () => {
  const [phone, peer] = [await lobby.phone(), await lobby.peer()];
  peer.sip.onInvite((incoming) => incoming.answer({ body: 'v=0' }).onEnded(() => {}));
  const call = await phone.dial(peer.uri);
  await call.until('ended', 5_000);
  expect(call.endCause).toBe('failed');
});

test('what is said before the answer is heard, and answered', async () => {
  const [phone, peer, speaker] = [
    await lobby.phone({ tone: 600 }),
    await lobby.peer(),
    await lobby.phone({ tone: 900 }),
  ];
  const invited = nextInvite(peer.sip);
  const call = await phone.dial(peer.uri);
  const incoming = await invited;
  // The announcement comes from a phone that is told to speak to where the caller listens.
  const rings = nextCall(speaker);
  const helper = watched(
    peer.sip.invite({ uri: uriOf(speaker), from: { uri: peer.uri }, body: incoming.request.body.toString() }),
  );
  (await rings).answer();
  const { response } = await helper.answered;
  incoming.ring(183, { body: response.body });
  await call.untilHears(900, 5_000);
  expect([call.state, call.heard().packetsSent > 0]).toEqual(['ringing', true]);
  incoming.answer({ body: response.body });
  await call.until('connected', 5_000);
  await (speaker.calls[0] as PhoneCall).untilHears(600, 5_000);
});
