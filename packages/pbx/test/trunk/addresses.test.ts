import { ManualClock, silentLog } from '@cordboard/sip';
import { expect, test } from 'vitest';
import { type ResolveTrunk, TrunkAddresses } from '../../src/trunks/trunk-addresses.ts';
import { eventually } from '../support/eventually.ts';

const clock = new ManualClock();
const peer = { host: 'carrier.example', port: 5_060, transport: 'udp' } as const;

function addresses(resolve: ResolveTrunk, o: Partial<typeof peer> = {}): TrunkAddresses {
  return new TrunkAddresses({ peer: { ...peer, ...o }, clock, log: silentLog, resolve });
}

test('an address is known at once, with the standard port of its transport', () => {
  const unused: ResolveTrunk = () => Promise.reject(new Error('not asked'));
  const known = (host: string, transport: 'udp' | 'tls') =>
    new TrunkAddresses({ peer: { host, transport }, clock, log: silentLog, resolve: unused }).first;
  expect(known('192.0.2.1', 'udp')).toEqual({ host: '192.0.2.1', port: 5_060 });
  expect(known('2001:db8::1', 'tls')).toEqual({ host: '2001:db8::1', port: 5_061 });
  expect(known('localhost', 'udp')?.host).toBe('127.0.0.1');
});

test('a name is found, followed when it moves, and kept while nobody answers', async () => {
  let answer: { host: string; port: number }[] | undefined = [
    { host: '192.0.2.1', port: 5_060 },
    { host: '192.0.2.2', port: 5_070 },
  ];
  let asked = 0;
  const one = addresses(async () => {
    asked += 1;
    if (answer === undefined) throw new Error('no answer');
    return answer;
  });
  expect(one.first).toBeUndefined();
  await eventually(() => one.first?.host === '192.0.2.1', 'the first address');
  expect([one.includes('192.0.2.2', 5_070), one.includes('192.0.2.2', undefined)]).toEqual([true, true]);
  expect([one.includes('192.0.2.2', 5_060), one.includes('192.0.2.3', undefined)]).toEqual([false, false]);
  answer = undefined;
  clock.advance(60_000);
  await eventually(() => asked === 2, 'the second question');
  expect(one.first?.host).toBe('192.0.2.1');
  answer = [{ host: '192.0.2.9', port: 5_060 }];
  await eventually(() => {
    clock.advance(60_000);
    return one.first?.host === '192.0.2.9';
  }, 'the new address');
  one.close();
});
