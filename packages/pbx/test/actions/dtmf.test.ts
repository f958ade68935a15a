import { type Digit, DigitReader } from '@cordboard/rtp';
import type { InviteSession } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Party } from '../media/support/party.ts';
import { only } from '../media/support/studio.ts';
import { answered, type Device } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

/** Ends the offer of digits in RTP. */
const plain = only('PCMU');

let office: Office;
let parties: Party[];

beforeEach(async () => {
  office = await Office.open();
  parties = [];
});

afterEach(async () => {
  for (const party of parties) party.close();
  await office.close();
});

/** A telephone with audio whose keys are pressed by the test. */
interface Keyed {
  readonly party: Party;
  readonly session: InviteSession;
  /** INFO requests that came, as type and body. */
  readonly infos: [type: string | undefined, body: string][];
}

function keyed(party: Party, session: InviteSession, status: number): Keyed {
  const infos: Keyed['infos'] = [];
  session.onRequest((incoming) => {
    infos.push([incoming.request.headers.get('Content-Type'), incoming.request.body.toString()]);
    incoming.respond(status);
  });
  return { party, session, infos };
}

/** Two telephones that talk; `change` is done to what each says of its audio. */
async function call(o: { caller?: typeof plain; callee?: typeof plain; infoStatus?: number } = {}) {
  const devices = [await office.addDevice('2880'), await office.addDevice('2881')] as [Device, Device];
  parties = [await Party.open(600), await Party.open(900)];
  const [one, other] = parties as [Party, Party];
  const same = (sdp: string) => sdp;
  // The parties negotiate as with a media session; their words travel by SIP.
  const offer = one.write(o.caller ?? same);
  const agreed = answered(devices[0].dial('2881', { body: offer }));
  const invite = await devices[1].rings();
  const callee = invite.answer({ body: other.reply(invite.request.body.toString(), o.callee ?? same) });
  const caller = await agreed;
  one.read(caller.initialRemoteBody.toString());
  await eventually(() => office.pbx.calls('2881')[0]?.state === 'connected', 'the call');
  const status = o.infoStatus ?? 200;
  return { caller: keyed(one, caller, status), callee: keyed(other, callee, status) };
}

const dtmf = async (endpointId: string, digits: string) =>
  await office.pbx.act(endpointId, office.pbx.calls(endpointId)[0]?.callId ?? '', { action: 'dtmf', digits });

function heardBy({ party }: Keyed): Digit[] {
  const reader = new DigitReader();
  return party.packets.filter(({ payloadType }) => payloadType === 101).flatMap((packet) => reader.take(packet));
}

const untilHeard = async (keys: Keyed, digits: string) =>
  await eventually(() => heardBy(keys).length >= digits.length && heardBy(keys), `${digits} in RTP`);

const untilTold = async ({ infos }: Keyed, count: number) =>
  await eventually(() => infos.length >= count && infos, `${count} by INFO`);

/** Presses a key in RTP, as telephones do. */
function press({ party }: Keyed, event: number, ms: number): void {
  for (let sequence = 1; sequence <= 5; sequence += 1) {
    const samples = sequence < 3 ? sequence * 160 : ms * 8;
    const payload = Buffer.from([event, sequence < 3 ? 10 : 0x8a, samples >> 8, samples & 0xff]);
    party.sendPacket({ payloadType: 101, sequence, timestamp: 5_000 + event, payload });
  }
}

test('a program presses keys: the far party gets them in RTP, each once', async () => {
  const { caller, callee } = await call();
  caller.party.talk();
  await callee.party.untilHears(600);
  expect(await dtmf('2880', '12#a')).toMatchObject({ state: 'connected' });
  expect(await untilHeard(callee, '12#a')).toEqual([...'12#A'].map((digit) => ({ digit, durationMs: 160 })));
  expect([heardBy(caller), callee.infos]).toEqual([[], []]);
  await callee.party.untilHears(600);
  expect(new Set(callee.party.packets.map(({ ssrc }) => ssrc)).size).toBe(1);
});

test('a far party that takes no digits in RTP gets them by INFO, in order', async () => {
  const { callee } = await call({ callee: plain });
  await dtmf('2880', '5*');
  expect(callee.infos).toEqual([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'],
    ['application/dtmf-relay', 'Signal=*\r\nDuration=160\r\n'],
  ]);
});

test('one that refuses them by INFO is a refusal', async () => {
  await call({ callee: plain, infoStatus: 415 });
  await expect(dtmf('2880', '5')).rejects.toMatchObject({ code: 'refused' });
});

test('what are no digits, or on a call that is not connected, is refused', async () => {
  await call();
  await expect(dtmf('2880', '1 2')).rejects.toMatchObject({ code: 'notDigits' });
  const { callId } = office.pbx.calls('2880')[0] ?? { callId: '' };
  await office.pbx.act('2880', callId, { action: 'hold' });
  await expect(dtmf('2880', '12')).rejects.toMatchObject({ code: 'wrongState' });
});

test.each([
  ['application/dtmf-relay', 'Signal=7\r\nDuration=240\r\n', 240],
  ['application/dtmf-relay; charset=utf-8', 'Signal= 7 \nDuration = 240\n', 240],
  ['application/dtmf', '7', 160],
])(
  'a digit that a telephone tells by INFO (%s) reaches the other one in RTP',
  async (contentType, body, durationMs) => {
    const { caller, callee } = await call();
    const response = await caller.session.request('INFO', { contentType, body: Buffer.from(body) });
    expect(response.status).toBe(200);
    expect(await untilHeard(callee, '7')).toEqual([{ digit: '7', durationMs }]);
  },
);

test('and by INFO when that one takes none in RTP, also of those that come in RTP', async () => {
  const { caller, callee } = await call({ callee: plain });
  await caller.session.request('INFO', { contentType: 'application/dtmf', body: Buffer.from('7') });
  press(caller, 5, 80);
  expect(await untilTold(callee, 2)).toEqual([
    ['application/dtmf-relay', 'Signal=7\r\nDuration=160\r\n'],
    ['application/dtmf-relay', 'Signal=5\r\nDuration=80\r\n'],
  ]);
});

test.each([
  ['application/dtmf-relay', 'Signal=hello'],
  ['application/dtmf', '77'],
  ['text/plain', '7'],
])('an INFO with other things (%s, %s) is taken and passed to nobody', async (contentType, body) => {
  const { caller, callee } = await call({ callee: plain });
  const request = (text: string, type = contentType) =>
    caller.session.request('INFO', { contentType: type, body: Buffer.from(text) });
  expect((await request(body)).status).toBe(200);
  await request('1', 'application/dtmf');
  expect(await untilTold(callee, 1)).toEqual([['application/dtmf-relay', 'Signal=1\r\nDuration=160\r\n']]);
});
