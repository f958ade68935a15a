import {
  type ExpressionBuilder,
  type ReferenceExpression,
  type SelectQueryBuilder,
  type SqlBool,
  type Expression as SqlExpression,
  sql,
} from 'kysely';
import type { Comparison, Expression, Fields, Literal } from './expression.ts';
import type { ODataQuery } from './parse-odata.ts';

const operators = { eq: '=', ne: '!=', lt: '<', gt: '>', le: '<=', ge: '>=' } as const satisfies Record<
  Comparison,
  string
>;

export interface Columns {
  readonly fields: Fields;
  /** Columns that $search looks into. */
  readonly search?: readonly string[];
  /** A unique column that ends the order, so that pages are stable. */
  readonly lastOrder: string;
}

/** Adds filter, search, order and page to a query; one row more than the page tells whether there is a next one. */
export function applyOData<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  odata: ODataQuery,
  columns: Columns,
): SelectQueryBuilder<DB, TB, O> {
  const ref = (name: string) => name as ReferenceExpression<DB, TB>;
  const column = (field: string) => ref((columns.fields[field] as { column: string }).column);
  let result = query;
  if (odata.filter !== undefined) {
    const { filter } = odata;
    result = result.where((eb) => compile(eb, filter, column));
  }
  if (odata.search !== undefined && odata.search !== '' && columns.search !== undefined) {
    const pattern = likePattern(odata.search.toLowerCase(), true, true);
    const names = columns.search;
    result = result.where((eb) => eb.or(names.map((name) => like(eb, ref(name), pattern))));
  }
  for (const { field, descending } of odata.orders) {
    result = result.orderBy(column(field) as never, descending ? 'desc' : 'asc');
  }
  return result
    .orderBy(ref(columns.lastOrder) as never)
    .limit(odata.top + 1)
    .offset(odata.skip);
}

function compile<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  expression: Expression,
  column: (field: string) => ReferenceExpression<DB, TB>,
): SqlExpression<SqlBool> {
  switch (expression.kind) {
    case 'and':
      return eb.and([compile(eb, expression.left, column), compile(eb, expression.right, column)]);
    case 'or':
      return eb.or([compile(eb, expression.left, column), compile(eb, expression.right, column)]);
    case 'not':
      // A comparison with null is unknown in SQL; `not` of it must be true as in memory.
      return sql<SqlBool>`not coalesce(${compile(eb, expression.operand, column)}, false)`;
    case 'text': {
      const { function: name, text } = expression;
      const pattern = likePattern(text.toLowerCase(), name !== 'startswith', name !== 'endswith');
      return like(eb, column(expression.field), pattern);
    }
    case 'compare':
      return compare(eb, column(expression.field), expression.comparison, expression.value);
  }
}

function compare<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  comparison: Comparison,
  value: Literal,
): SqlExpression<SqlBool> {
  if (value === null) return eb(column, comparison === 'eq' ? 'is' : 'is not', null as never);
  const stored = typeof value === 'boolean' ? Number(value) : value;
  const compared = eb(column, operators[comparison], stored as never);
  return comparison === 'ne' ? eb.or([compared, eb(column, 'is', null as never)]) : compared;
}

function like<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  pattern: string,
): SqlExpression<SqlBool> {
  return sql<SqlBool>`lower(${eb.ref(column as never)}) like ${pattern} escape '~'`;
}

function likePattern(text: string, before: boolean, after: boolean): string {
  return `${before ? '%' : ''}${text.replace(/[%_~]/g, '~$&')}${after ? '%' : ''}`;
}
