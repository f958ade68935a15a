import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Place } from '../../../src/media/paths/udp-port.ts';
import { IceAgent } from '../../../src/media/paths/webrtc/ice-agent.ts';
import { readStun } from '../../../src/media/paths/webrtc/stun-message.ts';

// Two agents on a network that the test holds in its hand: packets arrive at once, or not at all.
const credentials = (name: string) => ({ ufrag: `${name}ufrag`, pwd: `${name}${'p'.repeat(22)}` });
const places = { one: { address: '192.0.2.1', port: 1 }, other: { address: '192.0.2.2', port: 2 } } as const;
type Side = keyof typeof places;

class Net {
  readonly agents: Record<Side, IceAgent>;
  readonly lost: Side[] = [];
  readonly sent: Buffer[] = [];
  readonly asked = new Set<string>();
  cut = false;
  /** Where the packets of one side seem to come from. */
  from: Record<Side, Place> = { ...places };

  constructor() {
    this.agents = { one: this.#agent('one', 'other'), other: this.#agent('other', 'one') };
  }

  begin(
    o: { controlling?: Record<Side, boolean>; candidates?: Record<Side, Place[]>; generation?: string } = {},
  ): void {
    const { controlling = { one: true, other: false }, candidates, generation = '' } = o;
    for (const [side, far] of [
      ['one', 'other'],
      ['other', 'one'],
    ] as const) {
      const known = (candidates?.[far] ?? [places[far]]).map((place) => ({ ...place, priority: 1 }));
      const remote = { ...credentials(far + generation), candidates: known };
      this.agents[side].set({ local: credentials(side + generation), remote, controlling: controlling[side] }, 4);
    }
  }

  #agent(side: Side, far: Side): IceAgent {
    return new IceAgent({
      send: (bytes, to) => {
        this.sent.push(bytes);
        this.asked.add(to.address);
        const arrives = !this.cut && to.address === this.from[far].address && to.port === this.from[far].port;
        if (arrives) queueMicrotask(() => this.agents[far].receive(bytes, this.from[side]));
      },
      onLost: () => this.lost.push(side),
    });
  }
}

let net: Net;

beforeEach(() => {
  vi.useFakeTimers();
  net = new Net();
});

afterEach(() => {
  for (const agent of Object.values(net.agents)) agent.close();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('both sides find each other', async () => {
  net.begin();
  await pass(500);
  expect(net.agents.one.target).toEqual(places.other);
  expect(net.agents.other.target).toEqual(places.one);
});

test('a side without a candidate that can be used is found by its own checks', async () => {
  net.begin({ candidates: { one: [], other: [places.other] } });
  await pass(500);
  expect(net.agents.other.target).toEqual(places.one);
});

test.each([true, false])('both think the same of who controls (%s), and find each other', async (controlling) => {
  net.begin({ controlling: { one: controlling, other: controlling } });
  await pass(3_000);
  expect(net.agents.one.target).toEqual(places.other);
  expect(net.agents.other.target).toEqual(places.one);
  await pass(60_000);
  expect(net.lost).toEqual([]);
});

test('candidates that nobody answers at are given up for one that answers', async () => {
  const dead = [3, 4, 5].map((port) => ({ address: '198.51.100.1', port }));
  net.begin({ candidates: { one: [...dead, places.one], other: [...dead, places.other] } });
  await pass(3_000);
  expect(net.agents.one.target).toEqual(places.other);
});

test('nobody but the far side is asked', async () => {
  net.begin();
  await pass(60_000);
  expect([...net.asked].sort()).toEqual([places.one.address, places.other.address]);
});

test('who is silent is lost within 30 seconds, and told once', async () => {
  net.begin();
  await pass(60_000);
  expect(net.lost).toEqual([]);
  net.cut = true;
  await pass(30_000);
  expect(net.lost.sort()).toEqual(['one', 'other']);
  const { length } = net.sent;
  await pass(60_000);
  expect(net.lost).toHaveLength(2);
  expect(net.sent).toHaveLength(length);
});

test('who never answered is lost too', async () => {
  net.cut = true;
  net.begin();
  await pass(30_000);
  expect(net.lost.sort()).toEqual(['one', 'other']);
});

test('a pause of the network of some seconds is borne', async () => {
  net.begin();
  await pass(5_000);
  net.cut = true;
  await pass(12_000);
  net.cut = false;
  await pass(60_000);
  expect(net.lost).toEqual([]);
});

test('a restart finds the side at its new address, and keeps the old one until then', async () => {
  net.begin();
  await pass(500);
  const moved = { address: '192.0.2.9', port: 9 };
  net.from.other = moved;
  net.begin({ generation: 'again', candidates: { one: [places.one], other: [] } });
  expect(net.agents.one.target).toEqual(places.other);
  await pass(1_000);
  expect(net.agents.one.target).toEqual(moved);
  await pass(60_000);
  expect(net.lost).toEqual([]);
});

test('requests of strangers are not answered', async () => {
  net.begin();
  await pass(500);
  const request = net.sent.find((bytes) => readStun(bytes)?.kind === 'request') as Buffer;
  const before = net.sent.length;
  for (let at = 0; at < request.length; at += 1) {
    const forged = Buffer.from(request);
    forged.writeUInt8(forged.readUInt8(at) ^ 1, at);
    net.agents.other.receive(forged, { address: '203.0.113.66', port: 666 });
  }
  expect(net.sent).toHaveLength(before);
  expect(net.agents.other.target).toEqual(places.one);
});

test('bytes of any kind do no harm', async () => {
  net.begin();
  await pass(500);
  for (const length of [0, 1, 19, 20, 21, 24, 100]) {
    for (const fill of [0, 1, 0x21, 0xff]) net.agents.one.receive(Buffer.alloc(length, fill), places.other);
  }
  expect(net.agents.one.target).toEqual(places.other);
});
