import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Reach } from '../../../src/history/policy.ts';
import { readQuestion } from '../../../src/history/read-question.ts';
import { pageQuery } from '../../../src/history/repository.ts';
import { silentLog } from '../../../src/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { accountIds, userIds } from '../../support/cast.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { keep, record } from '../support/records.ts';

const reach: Reach = { kind: 'account', accountId: accountIds.home, userId: userIds.admin };
let server: PostgresServer;
/** Of the administrator. */
let url: string;

beforeAll(async () => {
  server = await startPostgres();
  url = await server.createDatabase();
});
afterAll(() => server?.remove());

async function asAdministrator(statements: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statements);
  await client.end();
}

/** What the start of somebody who may make tables alone warns of, and what becomes of a search. */
async function opened(use: (storage: Storage) => Promise<unknown>): Promise<{ warnings: string[]; plan: string }> {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_: object, words: string) => warnings.push(words) };
  const databaseUrl = Object.assign(new URL(url), { username: 'plain' }).href;
  const storage = await openStorage({ dataDir: '', databaseUrl, clock: systemClock, log });
  try {
    await use(storage);
    await storage.transaction(({ db }) => sql`analyze "callRecords"`.execute(db));
    return { warnings, plan: await plan(storage) };
  } finally {
    await storage.close();
  }
}

async function plan(storage: Storage): Promise<string> {
  const question = readQuestion({ $search: '+16135000997' }, ['$search']);
  const { sql: text, parameters } = pageQuery(storage, reach, question).compile();
  const { rows } = await storage.read.executeQuery<Record<string, string>>({
    ...sql`select 1`.compile(storage.read),
    sql: `explain ${text}`,
    parameters,
  });
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test('who may not create the extension is told at the start and searches without; the next start takes it', async () => {
  await asAdministrator("create role plain login password 'test'; grant all on schema public to plain");
  const without = await opened(async (storage) => {
    const rows = Array.from({ length: 5_000 }, (_, n) =>
      record(n, 'ada', { fromNumber: `+1613${5_000_000 + n * 997}` }),
    );
    for (let at = 0; at < rows.length; at += 1_000) await keep(storage, rows.slice(at, at + 1_000));
  });
  expect(without.warnings).toEqual([expect.stringContaining('CREATE EXTENSION pg_trgm')]);
  expect(without.plan).not.toContain('callRecordsByText');
  await asAdministrator('create extension pg_trgm');
  const withIt = await opened(async () => {});
  expect(withIt.warnings).toEqual([]);
  expect(withIt.plan).toContain('Bitmap Index Scan on "callRecordsByText"');
}, 60_000);
