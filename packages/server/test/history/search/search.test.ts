import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Reach } from '../../../src/history/policy.ts';
import { readQuestion } from '../../../src/history/read-question.ts';
import { deleteEndedBefore, pageQuery, readPage, setHidden } from '../../../src/history/repository.ts';
import { indexSome } from '../../../src/history/search/repository.ts';
import type { Storage } from '../../../src/storage/index.ts';
import { accountIds, userIds } from '../../support/cast.ts';
import { eachStorage } from '../../support/storage.ts';
import { DAWN, keep, record } from '../support/records.ts';

const account: Reach = { kind: 'account', accountId: accountIds.home, userId: userIds.admin };
const own: Reach = { kind: 'own', userId: userIds.ada };
const names = ['Ann 100%_~', 'Émile "Zola"', null, "O'Brien", 'Ωμέγας', '😀😀😀'];
const rows = Array.from({ length: 120 }, (_, n) =>
  record(n, n % 2 === 0 ? 'ada' : 'ben', {
    endpointId: String(n % 2),
    fromNumber: `+1613555${String(n * 83).padStart(4, '0')}`,
    fromName: names[n % names.length]!,
    endedOn: n % 10 === 9 ? null : DAWN + n,
  }),
);

const questions: readonly Record<string, string>[] = [
  { $search: '(613) 555-0' },
  { $search: '5550' },
  { $search: '100%_~' },
  { $search: 'ÉMILE "zo' },
  { $search: 'ωμέγας' },
  { $search: 'nobody' },
  { $search: '83' },
  { $search: '"', $orderby: 'from desc' },
  { $filter: "contains(fromName,'😀😀😀')" },
  { $filter: "contains(fromName,'o''br') and startswith(from,'+1613555')" },
  { $filter: "contains(fromName,'zola') or endswith(from,'0083')" },
  { $filter: "not contains(fromName,'zola') and contains(to,'2880')" },
  { $filter: "from eq '+16135550083' or contains(toName,'nobody')" },
  { $filter: "contains(from,'+16135') and contains(to,'2880')", $search: 'émile' },
];

eachStorage('A search of the history', (open) => {
  let storage: Storage;

  beforeEach(async () => {
    storage = await open();
    await keep(storage, rows);
    if (storage.dialect === 'sqlite')
      // Some are left, as after the last batch.
      await storage.transaction((tx) => indexSome(tx, 90));
  });

  const options = ['$search', '$filter', '$orderby'] as const;
  const found = async (reach: Reach, query: Record<string, string>) =>
    (await readPage(storage, reach, readQuestion(query, options))).map(({ callId }) => callId);

  test.each(questions)('finds by the index what a look at every record finds: %j', async (query) => {
    for (const reach of [own, account]) {
      const all = await pageQuery(storage, reach, readQuestion(query, options)).execute();
      expect(await found(reach, query)).toEqual(all.map(({ callId }) => callId));
    }
  });

  test('finds something at all', async () => {
    expect(await found(account, { $search: '5550083' })).toEqual(['1']);
    expect(await found(own, { $search: '5550083' })).toEqual([]);
    expect(await found(account, { $filter: "contains(fromName,'zola')" })).toHaveLength(16);
    expect(await found(account, { $search: '999' })).toEqual([]);
  });

  test('goes by what is there now: deleted, hidden, changed', async () => {
    const search = () => found(own, { $search: '+1613555016' });
    expect(await search()).toEqual(['2']);
    await storage.transaction((tx) => setHidden(tx, [rows[2]!.recordId], true));
    expect(await search()).toEqual([]);
    await storage.transaction((tx) => setHidden(tx, [rows[2]!.recordId], false));
    await storage.transaction(({ db }) =>
      db.updateTable('callRecords').set({ searchText: 'another' }).where('callId', '=', '2').execute(),
    );
    expect(await search()).toEqual([]);
    expect(await found(own, { $search: 'another' })).toEqual(['2']);
    await storage.transaction((tx) => deleteEndedBefore(tx, DAWN + 3, 500));
    expect(await found(own, { $search: 'another' })).toEqual([]);
    expect(await found(own, { $search: '+16135550332' })).toEqual(['4']);
  });

  test('leaves nothing in the index of records that are gone', async () => {
    if (storage.dialect === 'postgres') return;
    const indexed = async () =>
      (
        await sql<{
          id: number;
        }>`select rowid as id from "callRecordTexts" where "callRecordTexts" match '"288"'`.execute(storage.read)
      ).rows.length;
    expect(await indexed()).toBe(90);
    await storage.transaction((tx) => deleteEndedBefore(tx, DAWN + 40, 500));
    expect(await indexed()).toBe(90 - 36);
    await storage.transaction((tx) => indexSome(tx, 500));
    await storage.transaction((tx) => indexSome(tx, 500));
    expect(await indexed()).toBe(108 - 36);
  });
});
