import { sql } from 'kysely';
import { systemClock } from '../../packages/server/src/clock.ts';
import { readQuestion } from '../../packages/server/src/history/read-question.ts';
import { pageQuery, readPage } from '../../packages/server/src/history/repository.ts';
import { indexSome } from '../../packages/server/src/history/search/repository.ts';
import { silentLog } from '../../packages/server/src/log.ts';
import { openStorage, type Storage } from '../../packages/server/src/storage/index.ts';
import type { PostgresServer } from '../../packages/server/test/support/postgres-server.ts';
import type { Benchmark, Comparison, Outcome, RunOptions } from './support/benchmark.ts';
import { ACCOUNT, fillHistory } from './support/long-history.ts';
import { Scratch } from './support/scratch.ts';
import { median } from './support/statistics.ts';

/** Records that come into the index at once; the server takes fewer, so that nobody waits for it. */
const BATCH = 500;

const reach = { kind: 'account', accountId: ACCOUNT, userId: 'nobody' } as const;

/** What an administrator looks for, and whether the index is what finds it. */
const questions: readonly { readonly what: string; readonly query: Record<string, string>; readonly rare: boolean }[] =
  [
    { what: '$search of a number', query: { $search: '+1 613 500-0310' }, rare: true },
    { what: "contains(fromName,'...')", query: { $filter: "contains(fromName,'person 4321')" }, rare: true },
    { what: 'a number of nobody', query: { $filter: "contains(from,'98765') or contains(to,'98765')" }, rare: true },
    { what: 'a word of every record', query: { $search: 'byron' }, rare: false },
  ];

/** Searches of a long history by the index of texts, beside a walk through the list. */
export const historySearch: Benchmark = {
  name: 'history-search',
  title: 'a page of a searched history of 1,000,000 calls, on SQLite and PostgreSQL (minutes)',
  run,
};

async function run({ quick }: RunOptions, scope: AsyncDisposableStack): Promise<Outcome> {
  const count = quick ? 50_000 : 1_000_000;
  const rounds = quick ? 3 : 7;
  const folder = scope.use(await Scratch.create());
  // Only when it is used: with this module the process ends with 0, whatever its exit code.
  const { startPostgres } = await import('../../packages/server/test/support/postgres-server.ts');
  const postgres = scope.adopt(await startPostgres(), (server: PostgresServer) => server.remove());
  const comparisons: Comparison[] = [];
  const details: Record<string, unknown> = { records: count, rounds };
  for (const databaseUrl of [undefined, await postgres.createDatabase()]) {
    const place = databaseUrl === undefined ? {} : { databaseUrl };
    const storage = scope.adopt(
      await openStorage({ dataDir: folder.path, ...place, log: silentLog, clock: systemClock }),
      (opened) => opened.close(),
    );
    await fillHistory(storage, count);
    if (storage.dialect === 'sqlite') details.indexing = await indexAll(storage);
    for (const question of questions) comparisons.push(await compare(storage, question, rounds));
  }
  return { comparisons, references: { node: process.version }, details };
}

/** Milliseconds of the batches in which records come into the index. */
async function indexAll(storage: Storage): Promise<object> {
  const times: number[] = [];
  for (let indexed = -1; indexed !== 0; ) {
    const start = performance.now();
    indexed = await storage.transaction((tx) => indexSome(tx, BATCH));
    times.push(performance.now() - start);
  }
  return { batch: BATCH, medianMs: median(times), longestMs: Math.max(...times) };
}

async function compare(storage: Storage, { what, query, rare }: (typeof questions)[number], rounds: number) {
  const odata = readQuestion(query, ['$search', '$filter']);
  const ours = () => readPage(storage, reach, odata);
  const walk = () => walked(storage, odata);
  const [found, expected] = [await ours(), await walk()].map((rows) => rows.map(({ recordId }) => recordId).join());
  if (found !== expected) throw new Error(`${what}: the index finds others than a walk`);
  const times: [number, number][] = [];
  for (let round = 0; round < rounds; round += 1) times.push([await timed(ours), await timed(walk)]);
  const ratio = median(times.map(([one, other]) => one / other));
  return {
    measure: `${storage.dialect}: ${what}`,
    unit: 'ms',
    ours: median(times.map(([one]) => one)),
    reference: median(times.map(([, other]) => other)),
    ratio,
    against: 'a walk through the list',
    ...(rare ? { aim: { of: 'ratio', below: 0.2 } as const } : {}),
  };
}

/** The same question, without the index. */
async function walked(storage: Storage, odata: Parameters<typeof readPage>[2]) {
  if (storage.dialect === 'sqlite') return await pageQuery(storage, reach, odata).execute();
  return await storage.transaction(async ({ db, run }) => {
    await run(sql`set local enable_bitmapscan = off`.compile(db), []);
    const query = pageQuery(storage, reach, odata).compile();
    return await run(query, query.parameters);
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
