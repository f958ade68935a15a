import type {
  ExpressionBuilder,
  ReferenceExpression,
  SelectQueryBuilder,
  SqlBool,
  Expression as SqlExpression,
} from 'kysely';
import type { Fields } from './expression.ts';
import type { ODataQuery, Order } from './parse-odata.ts';
import { type Position, strangeToken, writePosition } from './position-token.ts';

/** How a list is ordered that pages by position. No column of it may be null. */
export interface PageOrder {
  readonly fields: Fields;
  /** Without an $orderby. */
  readonly usual: readonly Order[];
  /** A unique column of texts that ends the order. */
  readonly last: string;
}

interface Term {
  readonly column: string;
  readonly text: boolean;
  readonly descending: boolean;
}

/**
 * Adds order and page to a query: one row more than the page tells whether there is a next one. The columns stand in the
 * order of an index where the list has one for them.
 */
export function applyPage<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  odata: ODataQuery,
  order: PageOrder,
): SelectQueryBuilder<DB, TB, O> {
  const terms = termsOf(odata, order);
  const { after, top, skip } = odata;
  let result = query;
  if (after !== undefined) {
    requireFit(after, terms);
    result = result.where((eb) => behind(eb, terms, after));
  }
  for (const { column, descending } of terms) {
    result = result.orderBy(column as never, descending ? 'desc' : 'asc');
  }
  return result.limit(top + 1).offset(after === undefined ? skip : 0);
}

/** The $skiptoken of the page after this row. */
export function positionToken(row: object, odata: ODataQuery, order: PageOrder): string {
  const values = termsOf(odata, order).map(({ column }) => (row as Readonly<Record<string, unknown>>)[column]);
  return writePosition(values);
}

/** Refuses a token of a list in another order. */
function requireFit(after: Position, terms: readonly Term[]): void {
  const fits = terms.every(({ text }, at) => typeof after[at] === (text ? 'string' : 'number'));
  if (after.length !== terms.length || !fits) throw strangeToken();
}

/** The last column goes the way of the one before it, so that an index has both. */
function termsOf({ orders }: ODataQuery, { fields, usual, last }: PageOrder): Term[] {
  const chosen = orders.length > 0 ? orders : usual;
  const terms = chosen.map(({ field, descending }) => {
    const { column, type } = fields[field]!;
    return { column, text: type === 'string', descending };
  });
  return [...terms, { column: last, text: true, descending: terms.at(-1)?.descending ?? false }];
}

/** Rows after the position: `a < x and (a < x or a = x and (b < y or ...))`, whose first part is a range of the index. */
function behind<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  terms: readonly Term[],
  after: Position,
): SqlExpression<SqlBool> {
  const compare = (at: number, operator: '=' | '<' | '<=' | '>' | '>=') =>
    eb(terms[at]!.column as ReferenceExpression<DB, TB>, operator, after[at] as never);
  const beyond = (at: number) => compare(at, terms[at]!.descending ? '<' : '>');
  const first = compare(0, terms[0]!.descending ? '<=' : '>=');
  const tail = (at: number): SqlExpression<SqlBool> =>
    at === terms.length - 1 ? beyond(at) : eb.or([beyond(at), eb.and([compare(at, '='), tail(at + 1)])]);
  return eb.and([first, tail(0)]);
}
