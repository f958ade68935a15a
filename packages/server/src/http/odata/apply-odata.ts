import {
  type ExpressionBuilder,
  type ReferenceExpression,
  type SelectQueryBuilder,
  type SqlBool,
  type Expression as SqlExpression,
  sql,
} from 'kysely';
import type { Comparison, Expression, Fields, FieldType, Literal } from './expression.ts';
import type { ODataQuery } from './parse-odata.ts';

const operators = { eq: '=', ne: '!=', lt: '<', gt: '>', le: '<=', ge: '>=' } as const satisfies Record<
  Comparison,
  string
>;

/** Of a column of type integer. */
const INTEGER_MAX = 0x7fffffff;

export interface Columns {
  readonly fields: Fields;
  /** Columns that $search looks into. */
  readonly search?: readonly string[];
  /** A unique column that ends the order, so that pages are stable. */
  readonly lastOrder: string;
}

/**
 * Adds filter, search, order and page to a query; one row more than the page tells whether there is a next one. Texts
 * are ordered as the database does: by code points on SQLite, by the collation of the database on PostgreSQL.
 */
export function applyOData<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  odata: ODataQuery,
  columns: Columns,
): SelectQueryBuilder<DB, TB, O> {
  const ref = (name: string) => name as ReferenceExpression<DB, TB>;
  const column = (field: string) => ref(columns.fields[field]!.column);
  const { filter, search, orders, top, skip } = odata;
  let result = filter === undefined ? query : applyFilter(query, filter, columns.fields);
  if (search !== undefined && columns.search !== undefined) {
    const pattern = likePattern(search, true, true);
    const names = columns.search;
    result = result.where((eb) => eb.or(names.map((name) => like(eb, ref(name), pattern))));
  }
  for (const { field, descending } of orders) {
    // Without a word the two databases put nulls at opposite ends; OData puts them first, ascending.
    result = result.orderBy(column(field) as never, (order) =>
      descending ? order.desc().nullsLast() : order.asc().nullsFirst(),
    );
  }
  return result
    .orderBy(ref(columns.lastOrder) as never)
    .limit(top + 1)
    .offset(skip);
}

/** Adds a $filter to a query. */
export function applyFilter<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  filter: Expression,
  fields: Fields,
): SelectQueryBuilder<DB, TB, O> {
  return query.where((eb) => compile(eb, filter, fields));
}

function compile<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  expression: Expression,
  fields: Fields,
): SqlExpression<SqlBool> {
  const column = (field: string) => fields[field]!.column as ReferenceExpression<DB, TB>;
  switch (expression.kind) {
    case 'and':
      return eb.and([compile(eb, expression.left, fields), compile(eb, expression.right, fields)]);
    case 'or':
      return eb.or([compile(eb, expression.left, fields), compile(eb, expression.right, fields)]);
    case 'not':
      // A comparison with null is unknown in SQL; `not` of it must be true as in memory.
      return sql<SqlBool>`not coalesce(${compile(eb, expression.operand, fields)}, false)`;
    case 'text': {
      const { function: name, text } = expression;
      const pattern = likePattern(text, name !== 'startswith', name !== 'endswith');
      return like(eb, column(expression.field), pattern);
    }
    case 'compare':
      return compare(eb, column(expression.field), expression, fields[expression.field]!.type);
  }
}

function compare<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  { comparison, value }: { readonly comparison: Comparison; readonly value: Literal },
  type: FieldType,
): SqlExpression<SqlBool> {
  if (value === null) return eb(column, comparison === 'eq' ? 'is' : 'is not', null as never);
  const compared = eb(column, operators[comparison], parameter(value, type) as never);
  return comparison === 'ne' ? eb.or([compared, eb(column, 'is', null as never)]) : compared;
}

/**
 * PostgreSQL takes a parameter for the type of the column, and refuses what that cannot hold: 0.5, or nine billion. A time
 * is whole, its column is wide enough, and a cast would keep the index of the column from being used.
 */
function parameter(value: Exclude<Literal, null>, type: FieldType): unknown {
  if (type === 'time') return value;
  if (typeof value === 'boolean') return Number(value);
  const fits = typeof value === 'string' || (Number.isInteger(value) && Math.abs(value) <= INTEGER_MAX);
  return fits ? value : sql`cast(${value} as double precision)`;
}

function like<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  pattern: string,
): SqlExpression<SqlBool> {
  return sql<SqlBool>`lower(${eb.ref(column as never)}) like ${pattern} escape '~'`;
}

function likePattern(text: string, before: boolean, after: boolean): string {
  return `${before ? '%' : ''}${text.toLowerCase().replace(/[%_~]/g, '~$&')}${after ? '%' : ''}`;
}
