import { silentLog } from '@cordboard/sip';
import { expect, test } from 'vitest';
import { CallIds } from '../../src/calls/call-ids.ts';
import { MemoryStore } from '../support/memory-store.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('ids are short decimals, in order, and none comes twice, also not after a restart', async () => {
  const store = new MemoryStore();
  const seen: string[] = [];
  for (let life = 0; life < 2; life += 1) {
    const ids = new CallIds(store, silentLog);
    await ids.start();
    for (let count = 0; count < 12_000; count += 1) {
      seen.push(ids.next());
      if (count % 1_000 === 0) await turn();
    }
    await ids.settled();
  }
  expect(new Set(seen).size).toBe(24_000);
  expect(seen.slice(0, 3)).toEqual(['1', '2', '3']);
  expect(seen.map(Number)).toEqual(seen.map(Number).sort((a, b) => a - b));
});

test('while the store does not answer, calls go on as long as ids are left; then they are refused, until it answers', async () => {
  const store = new MemoryStore();
  const ids = new CallIds(store, silentLog);
  await ids.start();
  const stuck = Promise.withResolvers<void>();
  const reserve = store.reserveCallIds.bind(store);
  store.reserveCallIds = async (count) => {
    await stuck.promise;
    return await reserve(count);
  };
  for (let count = 0; count < 5_000; count += 1) ids.next();
  expect(() => ids.next()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  stuck.resolve();
  await ids.settled();
  expect(Number(ids.next())).toBeGreaterThan(5_000);
});

test('a store that fails is asked again with the next call', async () => {
  const store = new MemoryStore();
  const logged: string[] = [];
  const ids = new CallIds(store, { ...silentLog, error: (_, text) => logged.push(text) });
  await ids.start();
  const reserve = store.reserveCallIds;
  store.reserveCallIds = () => Promise.reject(new Error('the disk is full'));
  for (let count = 0; count < 2_501; count += 1) ids.next();
  await ids.settled();
  expect(logged.length).toBe(1);
  store.reserveCallIds = reserve;
  ids.next();
  await ids.settled();
  for (let count = 0; count < 5_000; count += 1) ids.next();
});
