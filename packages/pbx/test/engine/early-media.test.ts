import { createSocket, type Socket } from 'node:dgram';
import { SdpSession } from '@cordboard/rtp';
import type { SipRequest } from '@cordboard/sip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RawPeer } from '../../../sip/test/support/raw-peer.ts';
import { responseText } from '../../../sip/test/support/texts.ts';
import { answered } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

// Announcements of the network before a call is answered (183 with a description; RFC 3960).
let office: Office;
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  office = await Office.open();
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await office.close();
});

const rings = () => eventually(() => office.outside.calls.find(({ state }) => state === 'ringing'), 'it rings');

test('the caller hears the trunk before it answers, and is heard; then the call goes on', async () => {
  const phone = await office.addPhone('2880', { tone: 600 });
  const caller = await phone.dial('+16135550100');
  const outside = await rings();
  outside.announce();
  await Promise.all([caller.untilHears(425, 5_000), outside.untilHears(600, 5_000)]);
  expect([caller.state, caller.heard().tones.includes(440)]).toEqual(['ringing', false]);
  outside.answer();
  await caller.until('connected', 5_000);
  await Promise.all([caller.untilHears(425, 5_000), outside.untilHears(600, 5_000)]);
  caller.hangup();
  await office.quiet();
  expect(office.story('2880')).toEqual(['connected/newCall', 'connected/newCall', 'idle/newCall']);
});

test('an announcement that ends in a refusal is heard to its end', async () => {
  const caller = await (await office.addPhone('2880')).dial('+16135550100');
  const outside = await rings();
  outside.announce();
  await caller.untilHears(425, 5_000);
  outside.reject(404);
  await caller.until('ended', 5_000);
  expect(caller.status).toBe(404);
  await office.quiet();
});

test('a party that is sent on to the trunk hears the announcement in place of ringing', async () => {
  const [first, second] = [await office.addPhone('2880', { tone: 600 }), await office.addPhone('2881')];
  const call = await first.dial('2881');
  (await eventually(() => second.calls[0], 'it rings')).answer();
  await call.until('connected', 5_000);
  await office.settled();
  const { callId } = await office.call('2881', 'connected');
  await office.pbx.act('2881', callId, { action: 'blindTransfer', destination: '+16135550100' });
  const outside = await rings();
  await call.untilHears(440, 5_000);
  outside.announce();
  await call.untilHears(425, 5_000);
});

test('the caller’s phone is told by 183 once, and by 180 when nothing is said', async () => {
  const device = await office.addDevice('2880');
  const statuses: number[] = [];
  const invite = device.dial('+16135550100');
  invite.onProvisional(({ status, body }) => statuses.push(body.length > 0 ? status : -status));
  const outside = await rings();
  await eventually(() => statuses.length === 1, '180');
  outside.announce();
  outside.announce();
  const placed = answered(invite);
  outside.answer();
  await placed;
  await office.settled();
  expect(statuses).toEqual([-180, 183]);
});

test('a caller without an offer hears nothing early, and is connected all the same', async () => {
  const device = await office.addDevice('2880');
  const invite = device.sip.invite({
    uri: `sip:+16135550100@127.0.0.1:${office.port}`,
    from: { uri: device.addressOfRecord },
    target: device.target,
    credentials: device.credentials,
  });
  const placed = answered(invite);
  const outside = await rings();
  outside.announce();
  outside.answer();
  expect((await placed).initialRemoteBody.toString()).toContain('m=audio');
});

/** A place that audio can be sent to, and what has come. */
async function ear(): Promise<{ sdp(invite: SipRequest): string; packets(): number }> {
  const socket: Socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => socket.close(resolve)));
  let count = 0;
  socket.on('message', () => {
    count += 1;
  });
  const session = new SdpSession({ address: '127.0.0.1', port: socket.address().port, id: 1 });
  return { sdp: (invite) => session.answer(invite.body.toString()).text, packets: () => count };
}

test('of several announcements after a fork the first is heard, until another party answers', async () => {
  const trunk = await RawPeer.open();
  closers.push(() => trunk.close());
  await office.close();
  office = await Office.open({ trunk: { port: trunk.port } });
  const caller = await (await office.addPhone('2880', { tone: 600 })).dial('+16135550100');
  const invite = await trunk.nextRequest();
  const [one, other] = [await ear(), await ear()];
  const reply = (status: number, toTag: string, body: string) =>
    trunk.send(responseText(invite, status, { toTag, contact: `<sip:x@127.0.0.1:${trunk.port}>`, body }), {
      transport: 'udp',
      host: '127.0.0.1',
      port: office.port,
    });
  reply(183, 'one', one.sdp(invite));
  await eventually(() => one.packets() > 5, 'audio at the first');
  reply(183, 'other', other.sdp(invite));
  const before = one.packets();
  await eventually(() => one.packets() > before + 10, 'audio still at the first');
  expect(other.packets()).toBe(0);
  reply(200, 'other', '');
  await caller.until('connected', 5_000);
  await eventually(() => other.packets() > 5, 'audio at the one that answered');
});
