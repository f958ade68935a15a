// A program that publishes and delivers until it is killed: node killed-publisher.ts <folder> <receiver> <first number>
// Writes each number on stdout once its publication is committed. With 0 as first number it only delivers.
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../../src/clock.ts';
import { silentLog } from '../../../src/log.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { createEngine, retryEvery } from './engine.ts';
import { admin, callPublication, subscriptionTo } from './world.ts';

const [dataDir = '', receiver = '', first = '0'] = process.argv.slice(2);
const storage = await openStorage({ dataDir, clock: systemClock, log: silentLog });
const { publications, notifications } = createEngine(storage, { retryMs: retryEvery(20) });
await notifications.start();
if ((await notifications.service.list(admin)).items.length === 0) {
  await notifications.service.create(admin, subscriptionTo(receiver));
}

let n = Number(first);
for (;;) {
  await delay(n === 0 ? 1_000 : 1);
  if (n === 0) continue;
  await storage.transaction((tx) => publications.publish(tx, callPublication(n, String(n % 3))));
  process.stdout.write(`${n}\n`);
  n += 1;
}
