import { expect, test } from 'vitest';
import { readQuestion } from '../../../src/history/read-question.ts';
import { fullTextQuery } from '../../../src/history/search/full-text-query.ts';
import { allOf, neededText, neededTexts } from '../../../src/history/search/needed-texts.ts';

/** What the index is asked for a $filter; undefined: it cannot help. */
function asked($filter: string): string | undefined {
  const needed = neededTexts(readQuestion({ $filter }, ['$filter']).filter!);
  return needed && fullTextQuery(needed);
}

test.each([
  ["contains(from,'5551')", '("555" AND "551")'],
  ["startswith(toName,'Émi') and missed eq true", '("émi")'],
  ["from eq '2880' and contains(toName,'abc')", '(("288" AND "880") AND ("abc"))'],
  ["contains(from,'123') or endswith(to,'456')", '(("123") OR ("456"))'],
  ['contains(fromName,\'"a"\')', '("""a""")'],
  ["contains(fromName,'aaaaaa')", '("aaa")'],
  ["contains(toName,'a😀b')", '("a😀b")'],
])('%s needs %s', (filter, query) => {
  expect(asked(filter)).toBe(query);
});

test.each([
  "contains(from,'55')",
  "contains(toName,'😀😀')",
  "not contains(from,'5551')",
  "contains(from,'5551') or missed eq true",
  "contains(from,'5551') or contains(to,'5')",
  "from ne '2880'",
  "from gt '2880'",
  'fromName eq null',
  "contains(principal,'5551')",
])('%s needs no text', (filter) => {
  expect(asked(filter)).toBeUndefined();
});

test('a long text is looked for by its beginning', () => {
  const needed = allOf([neededText('x'.repeat(256)), undefined]);
  expect(needed).toEqual({ kind: 'text', text: 'x'.repeat(64) });
});
