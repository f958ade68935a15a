import { IncompatibleMedia } from '@cordboard/rtp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { SrtpParty } from './support/srtp-party.ts';
import { Studio } from './support/studio.ts';

let studio: Studio;
const parties: SrtpParty[] = [];

beforeEach(async () => {
  studio = await Studio.open();
});

afterEach(async () => {
  for (const party of parties.splice(0)) party.close();
  await studio.close();
});

async function encrypted(o: { optional?: boolean } = {}): Promise<SrtpParty> {
  const party = await SrtpParty.open(o);
  parties.push(party);
  return party;
}

test('a telephone that offers keys is heard, and hears, through encrypted packets', async () => {
  const session = studio.plane.open();
  const secret = (await encrypted()).offer(session);
  const plain = await studio.join(900);
  session.join(plain.session);
  secret.talk(600);
  plain.party.talk();
  await Promise.all([secret.untilHears(900), plain.party.untilHears(600)]);
});

test('a telephone that answers with keys is heard, and hears; two of them have their own', async () => {
  const sessions = [studio.plane.open(), studio.plane.open()] as const;
  const [one, other] = [await encrypted(), await encrypted()];
  one.answer(sessions[0], sessions[0].offer({}, 'sdes'));
  other.answer(sessions[1], sessions[1].offer({}, 'sdes'));
  sessions[0].join(sessions[1]);
  one.talk(600);
  other.talk(900);
  await Promise.all([one.untilHears(900), other.untilHears(600)]);
});

test('optional encryption is used by who has it, and left out by who has not', async () => {
  const sessions = [studio.plane.open(), studio.plane.open()] as const;
  const secret = (await encrypted({ optional: true })).answer(sessions[0], sessions[0].offer({}, 'optionalSdes'));
  const plain = await studio.party(900);
  sessions[1].offer({}, 'optionalSdes');
  plain.answer(sessions[1]);
  sessions[0].join(sessions[1]);
  secret.talk(600);
  plain.talk();
  await Promise.all([secret.untilHears(900), plain.untilHears(600)]);
});

test('the devices of an endpoint are each offered their own; the answer decides', async () => {
  const session = studio.plane.open();
  const offers = (['plain', 'sdes', 'dtls'] as const).map((protection) => session.offer({}, protection));
  expect(offers.map((offer) => /m=audio \d+ (\S+)/.exec(offer)?.[1])).toEqual([
    'RTP/AVP',
    'RTP/SAVP',
    'UDP/TLS/RTP/SAVPF',
  ]);
  const plain = await studio.join(900);
  const secret = (await encrypted()).answer(session, offers[1] as string);
  session.join(plain.session);
  secret.talk(600);
  await plain.party.untilHears(600);
  expect(session.offer()).toContain('RTP/SAVP');
});

test('an answer in plain RTP to an encrypted offer is refused', async () => {
  const session = studio.plane.open();
  session.offer({}, 'sdes');
  const answer = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
  expect(() => session.accept(answer)).toThrow(IncompatibleMedia);
});

test('plain, forged and repeated packets are neither heard nor counted', async () => {
  const session = studio.plane.open();
  const secret = (await encrypted()).offer(session);
  secret.talk(600);
  const received = async () => (await session.stats()).packetsReceived;
  await eventually(async () => (await received()) > 20, 'it talks');
  secret.hush();
  for (const bytes of [...secret.said]) {
    secret.sendBytes(bytes);
    const forged = Buffer.from(bytes);
    forged.writeUInt8(forged.readUInt8(40) ^ 1, 40);
    secret.sendBytes(forged);
    secret.sendBytes(Buffer.concat([Buffer.from([0x80, 0]), Buffer.alloc(170)]));
  }
  const before = secret.said.length;
  secret.talk(600);
  await eventually(async () => (await received()) > before + 10, 'it talks on');
  secret.hush();
  await eventually(async () => (await received()) >= secret.said.length, 'the last have come');
  expect(await received()).toBe(secret.said.length);
});
