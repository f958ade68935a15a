import { afterAll, beforeAll, expect, test } from 'vitest';
import { StorageError } from '../../src/storage/index.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { cleanUpAfterEach, openAt, temporaryFolder } from '../support/storage.ts';
import { createEngine, retryEvery } from './support/engine.ts';
import { Receiver } from './support/receiver.ts';
import { until } from './support/until.ts';
import { admin, callPublication, subscriptionTo } from './support/world.ts';

const RESTARTS = 3;
const CALLS = ['0', '1', '2'];

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.remove());
cleanUpAfterEach();

test('PostgreSQL restarts under load: all that was acknowledged is delivered, each subject in order', async () => {
  const receiver = await Receiver.start();
  const storage = await openAt({ ...(await temporaryFolder()), databaseUrl: await server.createDatabase() });
  const { publications, notifications } = createEngine(storage, { retryMs: retryEvery(20) });
  await notifications.start();
  await notifications.service.create(admin, subscriptionTo(receiver.url));

  const acknowledged: number[] = [];
  const faults: unknown[] = [];
  let publishing = true;
  const publishers = CALLS.map(async (call) => {
    for (let n = Number(call); publishing; n += CALLS.length) {
      try {
        await storage.transaction((tx) => publications.publish(tx, callPublication(n, call)));
        acknowledged.push(n);
      } catch (error) {
        faults.push(error);
      }
    }
  });

  for (let restart = 1; restart <= RESTARTS; restart += 1) {
    const before = acknowledged.length;
    await until(() => acknowledged.length > before + 50, 'publications');
    const known = faults.length;
    await server.stop();
    await until(() => faults.length > known, 'refusals');
    await server.start();
  }
  const before = acknowledged.length;
  await until(() => acknowledged.length > before + 50, 'publications after the last restart');
  publishing = false;
  await Promise.all(publishers);

  const delivered = () => new Set(receiver.numbers);
  await until(() => acknowledged.every((n) => delivered().has(n)), 'everything acknowledged');
  for (const fault of faults) expect(fault).toBeInstanceOf(StorageError);
  for (const call of CALLS) {
    const numbers = receiver.numbersOf(`/2017-09-01/endpoints/2880/calls/${call}`) as number[];
    // A delivery whose outcome was lost with the connection comes again, before any later one.
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
  await publications.close();
  await notifications.close();
  await receiver.close();
});
