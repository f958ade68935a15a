import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { applyOData, type Fields, parseOData, selectInMemory } from '../../src/http/odata/index.ts';
import type { Storage } from '../../src/storage/index.ts';
import { eachStorage } from '../support/storage.ts';

/** The table of attempts has a column of every kind; `attempt` plays the boolean. */
const fields: Fields = {
  id: { column: 'attemptId', type: 'number' },
  url: { column: 'requestUrl', type: 'string' },
  error: { column: 'error', type: 'string' },
  duration: { column: 'durationMs', type: 'number' },
  status: { column: 'status', type: 'number' },
  first: { column: 'attempt', type: 'boolean' },
  startedOn: { column: 'startedOn', type: 'time' },
};
const search = { columns: ['requestUrl', 'error'], fields: ['url', 'error'] };
const options = ['$filter', '$search', '$orderby', '$top', '$skip'] as const;

interface Item {
  id: number;
  url: string;
  error: string | null;
  duration: number;
  status: number | null;
  first: boolean;
  startedOn: string;
}

// Letters that patterns, quotes, cases and the order of code points make hard.
const letter = fc.constantFrom('a', 'A', 'b', 'é', 'É', '%', '_', '~', '\\', "'", '"', ' ', '\u{1f600}', '\ue000', ';');
const text = fc.array(letter, { maxLength: 4 }).map((letters) => letters.join(''));
const small = fc.integer({ min: -2, max: 2 });
const time = fc.integer({ min: 0, max: 4 }).map((n) => new Date(Date.UTC(2026, 4, 4, 9, 30, 0, n * 250)).toISOString());
const items: fc.Arbitrary<Item[]> = fc
  .array(
    fc.record({
      url: text,
      error: fc.option(text),
      duration: small,
      status: fc.option(small),
      first: fc.boolean(),
      startedOn: time,
    }),
    { maxLength: 8 },
  )
  .map((rows) => rows.map((row, n) => ({ id: n + 1, ...row })));

const quoted = text.map((value) => `'${value.replaceAll("'", "''")}'`);
const number = fc
  .oneof(small, fc.constantFrom('0.5', '-1.5', '3000000000', '-9999999999999999999', '9'.repeat(400)))
  .map(String);
const comparison = fc.constantFrom('eq', 'ne', 'lt', 'gt', 'le', 'ge');
const compared = (names: readonly string[], value: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom(...names), comparison, value).map((parts) => parts.join(' '));
const term = fc.oneof(
  compared(['url', 'error'], quoted),
  compared(['duration', 'status', 'id'], number),
  compared(['first'], fc.constantFrom('true', 'false')),
  compared(
    ['startedOn'],
    time.map((iso) => `'${iso}'`),
  ),
  fc
    .tuple(fc.constantFrom(...Object.keys(fields)), fc.constantFrom('eq null', 'ne null'))
    .map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom('contains', 'startswith', 'endswith'), fc.constantFrom('url', 'error'), quoted)
    .map(([name, field, value]) => `${name}(${field},${value})`),
);
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    term,
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map(([a, word, b]) => `(${a}) ${word} (${b})`),
    tie('filter').map((inner) => `not (${inner})`),
  ),
}));
const order = fc
  .array(fc.tuple(fc.constantFrom(...Object.keys(fields)), fc.constantFrom('asc', 'desc')), { maxLength: 3 })
  .map((orders) => orders.map((one) => one.join(' ')).join(','));
const query = fc.record(
  {
    $filter: filter,
    $search: text,
    $orderby: order,
    $top: fc.nat({ max: 5 }).map(String),
    $skip: fc.nat({ max: 3 }).map(String),
  },
  { requiredKeys: ['$filter'] },
);

async function fill(storage: Storage, rows: readonly Item[]): Promise<void> {
  await storage.transaction(async ({ db }) => {
    await db.deleteFrom('attempts').execute();
    if (rows.length === 0) return;
    const values = rows.map((row) => ({
      subscriptionId: String(row.id),
      publicationId: '',
      sequence: row.id,
      attempt: Number(row.first),
      startedOn: Date.parse(row.startedOn),
      durationMs: row.duration,
      status: row.status,
      error: row.error,
      requestUrl: row.url,
    }));
    await db.insertInto('attempts').values(values).execute();
  });
}

async function select(storage: Storage, asked: Record<string, unknown>): Promise<{ ids: number[]; more: boolean }> {
  const odata = parseOData(asked, { fields: tableFields, options });
  const rows = await applyOData(storage.read.selectFrom('attempts').select('subscriptionId'), odata, {
    fields: tableFields,
    search: search.columns,
    lastOrder: 'attemptId',
  }).execute();
  return { ids: rows.slice(0, odata.top).map((row) => Number(row.subscriptionId)), more: rows.length > odata.top };
}

/** Row numbers go on from run to run: the item's own number is kept in another column. */
const tableFields: Fields = { ...fields, id: { column: 'sequence', type: 'number' } };

eachStorage('OData', (open) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await open();
  });

  test('selects from a table what it selects in memory', async () => {
    await fc.assert(
      fc.asyncProperty(items, query, async (rows, asked) => {
        await fill(storage, rows);
        const { page, more } = selectInMemory(rows, parseOData(asked, { fields, options }), { search: search.fields });
        expect(await select(storage, asked)).toEqual({ ids: page.map(({ id }) => id), more });
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    "url eq '''; drop table attempts; --'",
    "contains(url,''') or 1=1 --')",
    "url eq '$1'",
    "url eq '?'",
    "startswith(url,'%')",
    "endswith(url,'_')",
    "contains(url,'~')",
    "contains(url,'\\')",
  ])('takes %j as a text and nothing else', async (asked) => {
    const row = { error: null, duration: 0, status: null, first: true, startedOn: '2026-05-04T09:30:00.000Z' };
    await fill(storage, [
      { id: 1, url: 'abc', ...row },
      { id: 2, url: '', ...row },
    ]);
    expect(await select(storage, { $filter: asked })).toEqual({ ids: [], more: false });
    expect((await select(storage, {})).ids).toEqual([1, 2]);
  });

  test('finds letters of every alphabet, large or small', async () => {
    const row = { error: null, duration: 0, status: null, first: true, startedOn: '2026-05-04T09:30:00.000Z' };
    await fill(storage, [
      { id: 1, url: 'Émile', ...row },
      { id: 2, url: 'ЖАННА', ...row },
    ]);
    expect((await select(storage, { $search: 'éMI' })).ids).toEqual([1]);
    expect((await select(storage, { $filter: "startswith(url,'жанн')" })).ids).toEqual([2]);
  });
});
