import type { ODataOption } from '@cordboard/contract';
import { describe, expect, test } from 'vitest';
import { type Fields, nextLink, parseOData, selectInMemory } from '../../src/http/odata/index.ts';

const fields: Fields = {
  name: { column: 'name', type: 'string' },
  createdOn: { column: 'createdOn', type: 'time' },
};
const options: readonly ODataOption[] = ['$filter', '$search', '$orderby', '$top', '$skip', '$skiptoken', '$expand'];
const parse = (query: Record<string, unknown>) => parseOData(query, { fields, options });

test('nothing asked: the first hundred, as they come', () => {
  expect(parse({})).toEqual({ filter: undefined, search: undefined, orders: [], top: 100, skip: 0, expand: [] });
});

test.each([
  ['0', 0],
  ['1', 1],
  ['007', 7],
  ['1000', 1_000],
  ['1001', 1_000],
  ['99999999999999999999999', 1_000],
])('$top=%s takes %i', (value, top) => {
  expect(parse({ $top: value }).top).toBe(top);
});

test.each(['', ' ', '-1', '1.5', '1e3', 'ten', '0x10', '+1', ' 1', 'NaN', 'Infinity', '1;'])(
  '$top=%j, $skip=%j are refused',
  (value) => {
    expect(() => parse({ $top: value })).toThrow('$top: takes a whole number from 0 on.');
    expect(() => parse({ $skip: value })).toThrow('$skip: takes a whole number from 0 on.');
  },
);

test('$skip beyond all rows is still a number that databases take', () => {
  expect(parse({ $skip: '9'.repeat(400) }).skip).toBe(1_000_000_000);
});

test.each([
  ['name', [{ field: 'name', descending: false }]],
  ['name asc', [{ field: 'name', descending: false }]],
  [' name  DESC ', [{ field: 'name', descending: true }]],
  [
    'name desc,createdOn',
    [
      { field: 'name', descending: true },
      { field: 'createdOn', descending: false },
    ],
  ],
  ['', []],
])('$orderby=%j is read', (value, orders) => {
  expect(parse({ $orderby: value }).orders).toEqual(orders);
});

test.each([
  ['password', '"password" cannot be ordered by; use one of: name, createdOn'],
  ['constructor', '"constructor" cannot be ordered by'],
  ['name,', '"" cannot be ordered by'],
  ['name up', 'write `field asc` or `field desc`'],
  ['name asc desc', 'write `field asc` or `field desc`'],
  ['name; drop table users', '"name;" cannot be ordered by'],
  ['name"', '"name"" cannot be ordered by'],
  ['1', '"1" cannot be ordered by'],
  ['(select 1)', '"(select" cannot be ordered by'],
  [Array(11).fill('name').join(','), 'takes at most 10 fields'],
])('$orderby=%j is refused', (value, words) => {
  expect(() => parse({ $orderby: value })).toThrow(words);
});

test.each([
  ['ada', 'ada'],
  [' ada ', 'ada'],
  ['"ada lovelace"', 'ada lovelace'],
  ['', undefined],
  ['  ', undefined],
  ['""', undefined],
])('$search=%j looks for %j', (value, search) => {
  expect(parse({ $search: value }).search).toBe(search);
});

test('$search has its limits', () => {
  expect(() => parse({ $search: 'x'.repeat(257) })).toThrow('$search: is longer than 256 characters.');
  expect(() => parse({ $search: 'a\0' })).toThrow('$search: may not contain the character NUL (at character 2).');
});

test('$expand is a list of names', () => {
  expect(parse({ $expand: 'participants, site,site' }).expand).toEqual(['participants', 'site']);
  for (const wrong of ['a,', 'a b', 'a;b', '../x', 'a($top=1)', `a${'b'.repeat(64)}`]) {
    expect(() => parse({ $expand: wrong }), wrong).toThrow('is no name');
  }
  expect(() => parse({ $expand: Array(11).fill('a').join() })).toThrow('takes at most 10 names');
});

test('an option that is not known or not of this list is refused; other parameters are not its business', () => {
  for (const name of ['$count', '$select', '$', '$Filter', '$format']) {
    expect(() => parse({ [name]: '1' }), name).toThrow(
      `${name}: is not available here; use $filter, $search, $orderby, $top, $skip, $skiptoken, $expand.`,
    );
  }
  expect(() => parseOData({ $search: 'a' }, { fields, options: ['$top'] })).toThrow('is not available here; use $top.');
  expect(parse({ filter: 'nonsense', top: '-5' })).toEqual(parse({}));
});

test('an option given twice is refused', () => {
  for (const name of options) expect(() => parse({ [name]: ['1', '2'] }), name).toThrow('may be given only once');
});

describe('the link to the next page', () => {
  const query = { $filter: "name eq 'a & b+c'", $top: '10', $skip: '20', site: ['x', 'y'] };
  const link = nextLink('/users', query, parse({ $top: '10', $skip: '20' }))!;

  test('asks the same question, encoded', () => {
    expect(link).toMatch(/^\/users\?[A-Za-z0-9%&=._~-]+$/);
    expect(link).toContain('%24filter=name%20eq%20%27a%20%26%20b%2Bc%27&%24top=10&site=x&site=y&%24skiptoken=');
    const asked = new URL(link, 'http://x').searchParams;
    expect(asked.get('$filter')).toBe(query.$filter);
    expect(asked.has('$skip')).toBe(false);
  });

  test('goes on where the page ended, page after page', () => {
    const token = (of: string) => new URL(of, 'http://x').searchParams.get('$skiptoken');
    const second = parse({ $top: '10', $skiptoken: token(link) });
    expect(second.skip).toBe(30);
    const third = nextLink('/users', { $top: '10', $skiptoken: token(link) }, second)!;
    expect(parse({ $top: '10', $skiptoken: token(third) }).skip).toBe(40);
  });

  test('is not given after a page of no items', () => {
    expect(nextLink('/users', { $top: '0' }, parse({ $top: '0' }))).toBeUndefined();
  });

  test.each(['', '30', 'bzMw=', 'bz Mw', 'bzMw!', 'by01', 'bzAwMw', 'x', Buffer.from('o-1').toString('base64url')])(
    'forged as %j is refused',
    (token) => {
      expect(() => parse({ $skiptoken: token })).toThrow('$skiptoken: is not one that a `next` link gave.');
    },
  );

  test('holds a token that is its own', () => {
    expect(parse({ $skiptoken: 'bzMw' }).skip).toBe(30);
  });
});

describe('a list in memory', () => {
  const calls = [
    { callId: '1', name: 'Émile', createdOn: '2026-05-04T09:00:00.000Z' },
    { callId: '2', name: undefined, createdOn: '2026-05-04T08:00:00.000Z' },
    { callId: '3', name: 'ada', createdOn: '2026-05-04T09:00:00.000Z' },
  ];
  const ids = (query: Record<string, unknown>, search?: readonly string[]) => {
    const { page, more } = selectInMemory(calls, parse(query), search && { search });
    return [page.map(({ callId }) => callId).join(''), more];
  };

  test('keeps its order, and is left as it was', () => {
    expect(ids({})).toEqual(['123', false]);
    expect(ids({ $orderby: 'createdOn' })).toEqual(['213', false]);
    expect(ids({ $orderby: 'createdOn desc' })).toEqual(['132', false]);
    expect(ids({ $orderby: 'createdOn desc,name desc' })).toEqual(['132', false]);
    expect(calls.map(({ callId }) => callId)).toEqual(['1', '2', '3']);
  });

  test('says when there is more', () => {
    expect(ids({ $top: '2' })).toEqual(['12', true]);
    expect(ids({ $top: '2', $skip: '1' })).toEqual(['23', false]);
    expect(ids({ $top: '2', $skip: '3' })).toEqual(['', false]);
  });

  test('is searched in the fields it names', () => {
    expect(ids({ $search: 'ÉM' }, ['name'])).toEqual(['1', false]);
    expect(ids({ $search: '3' }, ['name', 'callId'])).toEqual(['3', false]);
    expect(ids({ $search: '2026' }, ['name', 'callId'])).toEqual(['', false]);
  });

  test('is filtered by times and by what is missing', () => {
    expect(ids({ $filter: "createdOn ge '2026-05-04T11:00:00+02:00'" })).toEqual(['13', false]);
    expect(ids({ $filter: 'name eq null' })).toEqual(['2', false]);
    expect(ids({ $filter: "not contains(name,'A')" })).toEqual(['12', false]);
  });
});
