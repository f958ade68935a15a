import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { cleanUpAfterEach, temporaryFolder } from '../support/storage.ts';
import { eachWorld, World } from '../support/world.ts';

eachWorld('Health', (start) => {
  test('is told to anybody, part by part', async () => {
    const { stranger } = await start();
    for (const path of ['/health', '/ready']) {
      const { status, body } = await stranger.outside('GET', path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'ok', version: '1.2.3', checks: { storage: 'ok', telephony: 'ok' } });
    }
  });

  test('without the media worker says so until the next one runs', async () => {
    const workers: Worker[] = [];
    const note = (worker: Worker) => workers.push(worker);
    process.on('worker', note);
    try {
      const { stranger } = await start();
      await workers.at(-1)?.terminate();
      const { status, body } = await stranger.outside('GET', '/health');
      expect([status, body.checks]).toEqual([503, { storage: 'ok', telephony: 'The media worker does not run.' }]);
      await expect.poll(async () => (await stranger.outside('GET', '/health')).status).toBe(200);
    } finally {
      process.off('worker', note);
    }
  });

  test('after the end is not well', async () => {
    const world = await start();
    await world.context.gateway.close();
    const { status, body } = await world.stranger.outside('GET', '/health');
    expect([status, body.status, body.checks.telephony]).toEqual([503, 'unavailable', 'The PBX does not run.']);
  });
});

cleanUpAfterEach();

let server: PostgresServer | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

test('a database that is away is named without its password, and well again when it is back', async () => {
  server = await startPostgres();
  const databaseUrl = await server.createDatabase();
  const world = await World.start({ ...(await temporaryFolder()), databaseUrl });
  try {
    await server.stop();
    const { status, body } = await world.stranger.outside('GET', '/health');
    expect([status, body.checks.telephony]).toEqual([503, 'ok']);
    expect(body.checks.storage).not.toBe('ok');
    expect(body.checks.storage).not.toContain('@');
    await server.start();
    await expect
      .poll(async () => (await world.stranger.outside('GET', '/health')).status, { timeout: 10_000 })
      .toBe(200);
  } finally {
    await world.close();
  }
});
