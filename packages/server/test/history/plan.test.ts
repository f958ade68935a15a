import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Reach } from '../../src/history/policy.ts';
import { readQuestion } from '../../src/history/read-question.ts';
import { pageQuery } from '../../src/history/repository.ts';
import type { Storage } from '../../src/storage/index.ts';
import { accountIds, userIds } from '../support/cast.ts';
import { eachStorage } from '../support/storage.ts';
import { keep, record } from './support/records.ts';

const own: Reach = { kind: 'own', userId: userIds.ada };
const account: Reach = { kind: 'account', accountId: accountIds.home, userId: userIds.admin };
const options = ['$skip', '$skiptoken', '$top', '$filter', '$search', '$orderby'] as const;
/** After the record of the middle. */
const $skiptoken = Buffer.from(
  JSON.stringify([record(10_000, 'ada').createdOn, record(10_000, 'ada').recordId]),
).toString('base64url');

eachStorage('a page of a long history', (open) => {
  let storage: Storage;

  beforeEach(async () => {
    storage = await open();
    const people = ['ada', 'ben'] as const;
    const rows = Array.from({ length: 20_000 }, (_, n) => record(n, people[n % 2]!, { endpointId: String(n % 2) }));
    for (let at = 0; at < rows.length; at += 1_000) await keep(storage, rows.slice(at, at + 1_000));
    await storage.transaction(({ db }) => sql`analyze`.execute(db));
  }, 60_000);

  /** How the database goes about it. */
  async function plan(reach: Reach, query: Record<string, string>): Promise<string> {
    const { sql: text, parameters } = pageQuery(storage, reach, readQuestion(query, options)).compile();
    const explain = storage.dialect === 'sqlite' ? 'explain query plan ' : 'explain ';
    const { rows } = await storage.read.executeQuery<Record<string, unknown>>({
      ...sql`select 1`.compile(storage.read),
      sql: explain + text,
      parameters,
    });
    return rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n');
  }

  const cases: readonly (readonly [string, Reach, Record<string, string>, RegExp])[] = [
    ["one's own", own, {}, /callRecordsByUser(Shown)?\b/],
    ["one's own, far down", own, { $skiptoken }, /callRecordsByUser(Shown)?\b/],
    [
      "one's own, of a week",
      own,
      { $filter: "createdOn ge '2026-05-05' and createdOn lt '2026-05-12'" },
      /callRecordsByUser(Shown)?\b/,
    ],
    ['of the account', account, {}, /callRecordsByAccount/],
    ['of the account, far down', account, { $skiptoken }, /callRecordsByAccount/],
    ['of one person', account, { $filter: `contains(principal,'${userIds.ben}')` }, /callRecordsBy(User|Account)\b/],
  ];

  test('is read along an index and never sorted', async () => {
    for (const [name, reach, query, index] of cases) {
      const steps = await plan(reach, { $top: '20', ...query });
      expect([name, steps]).toEqual([name, expect.stringMatching(index)]);
      expect([name, steps]).toEqual([name, expect.not.stringMatching(/TEMP B-TREE|Sort|Seq Scan|^SCAN/m)]);
    }
  }, 60_000);
});
