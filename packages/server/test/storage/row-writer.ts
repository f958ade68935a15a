// A program that writes rows until it is killed: node row-writer.ts <folder>
// Writes each number on stdout once its transaction is committed.
import { systemClock } from '../../src/clock.ts';
import { silentLog } from '../../src/log.ts';
import { openStorage } from '../../src/storage/index.ts';
import { addCursor } from '../support/cursors.ts';

const [dataDir = ''] = process.argv.slice(2);
const storage = await openStorage({ dataDir, log: silentLog, clock: systemClock });
const run = `${Date.now()}`;
process.stdout.write('open\n');
for (let n = 0; ; n += 3) {
  const names = [n, n + 1, n + 2].map((number) => `${run}-${number}`);
  await Promise.all(
    names.map((name) => storage.transaction((tx) => addCursor(tx, name)).then(() => process.stdout.write(`${name}\n`))),
  );
}
