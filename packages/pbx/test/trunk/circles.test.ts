import { type IncomingInvite, type OutgoingInvite, SipEndpoint } from '@cordboard/sip';
import { afterEach, expect, test } from 'vitest';
import type { Trunk } from '../../src/trunks/trunk.ts';
import { failed } from '../support/device.ts';
import { Office } from '../support/office.ts';

// Calls that go round in a circle through trunks end: by who sent them on (RFC 5806), and by Max-Forwards (RFC 7332).
const HERE = '+16135550001';
const THERE = '+16135550002';
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const trunkTo = (port: number): Trunk => ({
  trunkId: 't',
  name: 't',
  host: '127.0.0.1',
  port,
  transport: 'udp',
  mode: 'static',
  trusted: true,
  callerId: 'endpoint',
  numberFormat: 'e164',
  enabled: true,
});

/** A PBX whose 2880 has this number and sends all its calls on to the other one. */
async function forwarding(number: string, always: string): Promise<Office> {
  const office = await Office.open({ trunk: false });
  closers.push(() => office.close());
  office.addExtension('2880');
  office.pbx.routes.numbers.set({ number, destination: '2880' });
  office.pbx.features.setEndpoint('2880', { dnd: false, forwarding: { always } });
  return office;
}

/** The network at the far end of the trunk sends each call straight back, with or without telling who sent it on. */
async function mirror(tells: boolean) {
  const office = await forwarding(HERE, THERE);
  const network = new SipEndpoint();
  const { port } = await network.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  closers.push(() => network.close());
  office.pbx.trunks.set(trunkTo(port));
  const seen: IncomingInvite[] = [];
  const callIn = (hops: number, diversions: string[] = []): OutgoingInvite =>
    network.invite({
      uri: `sip:${HERE}@127.0.0.1:${office.port}`,
      from: { uri: `sip:+16135550100@127.0.0.1:${port}` },
      headers: diversions.map((value) => ['Diversion', value] as const),
      maxForwards: hops,
      body: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n',
    });
  network.onInvite((invite) => {
    seen.push(invite);
    const { headers } = invite.request;
    const back = callIn(Number(headers.get('max-forwards')) - 1, tells ? headers.all('diversion') : []);
    back.onFailed((status) => invite.reject(status));
  });
  return { office, seen, callIn };
}

const header = (seen: readonly IncomingInvite[], name: string) => seen.map(({ request }) => request.headers.all(name));

test('two PBXs that forward to each other: the caller is told of a loop', async () => {
  const one = await forwarding(HERE, THERE);
  const other = await forwarding(THERE, HERE);
  one.pbx.trunks.set(trunkTo(other.port));
  other.pbx.trunks.set(trunkTo(one.port));
  const caller = await one.addDevice('2800');
  expect(await failed(caller.dial('2880'))).toBe(482);
  await Promise.all([one.quiet(), other.quiet()]);
});

test('a call that comes back and tells who sent it on goes out five times', async () => {
  const { office, seen, callIn } = await mirror(true);
  expect(await failed(callIn(70))).toBe(482);
  expect(header(seen, 'diversion').map((all) => all.length)).toEqual([1, 2, 3, 4, 5]);
  await office.quiet();
});

test('one that does not tell ends when it has no hops left', async () => {
  const { office, seen, callIn } = await mirror(false);
  expect(await failed(callIn(9))).toBe(483);
  expect(header(seen, 'max-forwards')).toEqual([['8'], ['6'], ['4'], ['2']]);
  await office.quiet();
});

test('a telephone sees the hops that are left, of a call from the trunk and from inside', async () => {
  const { office, callIn } = await mirror(true);
  const device = await office.addDevice('2881');
  office.pbx.features.setEndpoint('2880', { dnd: false, forwarding: { always: '2881' } });
  callIn(20);
  expect((await device.rings()).request.headers.get('max-forwards')).toBe('19');
  const other = await office.addDevice('2882');
  (await office.addDevice('2800')).dial('2882');
  expect((await other.rings()).request.headers.get('max-forwards')).toBe('69');
});
