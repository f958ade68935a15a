import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { cleanUpAfterEach, temporaryFolder } from '../support/storage.ts';
import { eachWorld, World } from '../support/world.ts';

eachWorld('Health', (start) => {
  test('is told to anybody, part by part', async () => {
    const { stranger } = await start();
    for (const path of ['/health', '/ready']) {
      const { status, body } = await stranger.outside('GET', path);
      expect(status).toBe(200);
      expect(body).toEqual({ status: 'ok', checks: { storage: 'ok', telephony: 'ok' } });
    }
  });

  test.each([
    ['ada', false],
    ['admin', true],
    ['pat', true],
  ] as const)('in detail to administrators: to %s %s', async (person, detailed) => {
    const client = await (await start()).as(person);
    for (const path of ['/health', '/ready']) {
      const { body } = await client.outside('GET', path);
      expect([body.version, Array.isArray(body.warnings)]).toEqual(detailed ? ['1.2.3', true] : [undefined, false]);
    }
  });

  test('with a wrong token as to anybody', async () => {
    const world = await start();
    const { status, body } = await world.withToken('wrong').outside('GET', '/health');
    expect([status, Object.keys(body)]).toEqual([200, ['status', 'checks']]);
  });

  test('without the media worker says so until the next one runs', async () => {
    const workers: Worker[] = [];
    const note = (worker: Worker) => workers.push(worker);
    process.on('worker', note);
    try {
      const world = await start();
      const [{ stranger }, admin] = [world, await world.as('admin')];
      await workers.at(-1)?.terminate();
      const [{ status, body }, { body: detail }] = [
        await stranger.outside('GET', '/health'),
        await admin.outside('GET', '/health'),
      ];
      expect([status, body.checks]).toEqual([503, { storage: 'ok', telephony: 'unavailable' }]);
      expect(detail.checks).toEqual({ storage: 'ok', telephony: 'The media worker does not run.' });
      await expect.poll(async () => (await stranger.outside('GET', '/health')).status).toBe(200);
    } finally {
      process.off('worker', note);
    }
  });

  test('after the end is not well', async () => {
    const world = await start();
    await world.context.gateway.close();
    const { status, body } = await (await world.as('admin')).outside('GET', '/health');
    expect([status, body.status, body.checks.telephony]).toEqual([503, 'unavailable', 'The PBX does not run.']);
  });
});

cleanUpAfterEach();

let server: PostgresServer | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

test('a database that is away is named to strangers, described in the log, and well again when it is back', async () => {
  server = await startPostgres();
  const databaseUrl = await server.createDatabase();
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(line) });
  const world = await World.start({ ...(await temporaryFolder()), databaseUrl }, { log });
  const told = () => lines.filter((line) => line.includes('A part of the server'));
  try {
    const admin = await world.as('admin');
    await server.stop();
    for (const client of [world.stranger, admin, world.stranger]) {
      const { status, body } = await client.outside('GET', '/health');
      expect([status, body]).toMatchObject([503, { checks: { telephony: 'ok' } }]);
      expect(body.checks.storage).not.toBe('ok');
      if (client === world.stranger) expect(body.checks.storage).toBe('unavailable');
    }
    expect(told()).toHaveLength(1);
    expect(told()[0]).not.toContain('@');
    await server.start();
    await expect
      .poll(async () => (await world.stranger.outside('GET', '/health')).status, { timeout: 10_000 })
      .toBe(200);
    expect(told()).toHaveLength(2);
  } finally {
    await world.close();
  }
});
