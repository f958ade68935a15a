import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Studio } from './support/studio.ts';

let studio: Studio;

beforeEach(async () => {
  studio = await Studio.open();
});

afterEach(async () => {
  await studio.close();
});

/** Sends packets with these sequence numbers and gives the statistics once all of them are counted. */
async function after(sequences: readonly number[], o: { ssrc?: (sequence: number) => number } = {}) {
  const { party, session } = await studio.join(600);
  for (const sequence of sequences) {
    party.sendPacket({ sequence: sequence & 0xffff, timestamp: sequence * 160, ssrc: o.ssrc?.(sequence) ?? 1 });
  }
  return await eventually(async () => {
    const stats = await session.stats();
    return stats.packetsReceived >= sequences.length && stats;
  }, 'all packets are counted');
}

test('what both sides send is counted', async () => {
  const [one, other] = [await studio.join(600), await studio.join(900)];
  one.session.join(other.session);
  one.party.talk();
  await other.party.untilPackets(10);
  one.party.hush();
  const heard = await eventually(async () => {
    const [from, to] = [await one.session.stats(), await other.session.stats()];
    return from.packetsReceived === to.packetsSent && to.packetsSent === other.party.packets.length && from;
  }, 'every packet is counted on both sides');
  expect(heard).toMatchObject({ packetsSent: 0, lost: 0 });
});

test.each([
  ['nothing is lost in order', [1, 2, 3, 4], 0],
  ['nor out of order', [1, 3, 2, 4], 0],
  ['gaps are losses', [1, 4, 5, 8], 4],
  ['also over the wrap of the sequence', [65_534, 65_537], 2],
  ['a repeated packet makes up for none that is negative', [1, 1, 1, 2], 0],
  ['a leap is a new stream', [1, 2, 30_000, 30_002], 1],
  ['and so is a leap back', [30_000, 30_001, 1, 2], 0],
])('%s', async (_, sequences, lost) => {
  expect((await after(sequences)).lost).toBe(lost);
});

test('losses of an earlier stream are kept', async () => {
  expect((await after([1, 3, 1_000, 1_003], { ssrc: (sequence) => Math.floor(sequence / 1_000) })).lost).toBe(3);
});
