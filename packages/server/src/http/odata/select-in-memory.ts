import type { Expression, Literal } from './expression.ts';
import type { ODataQuery } from './parse-odata.ts';

type Item = Readonly<Record<string, unknown>>;

/** The page of a list that is not in a table: live calls. Items are compared as they appear on the wire. */
export function selectInMemory<T extends object>(items: readonly T[], odata: ODataQuery): { page: T[]; more: boolean } {
  const { filter } = odata;
  const chosen = filter === undefined ? [...items] : items.filter((item) => matches(filter, item as Item));
  for (const { field, descending } of [...odata.orders].reverse()) {
    const sign = descending ? -1 : 1;
    chosen.sort((a, b) => sign * order((a as Item)[field], (b as Item)[field]));
  }
  const end = odata.skip + odata.top;
  return { page: chosen.slice(odata.skip, end), more: chosen.length > end };
}

/** Does an item fit a $filter? Times are compared as milliseconds. */
export function matches(expression: Expression, item: Item): boolean {
  switch (expression.kind) {
    case 'and':
      return matches(expression.left, item) && matches(expression.right, item);
    case 'or':
      return matches(expression.left, item) || matches(expression.right, item);
    case 'not':
      return !matches(expression.operand, item);
    case 'text': {
      const value = String(item[expression.field] ?? '').toLowerCase();
      const text = expression.text.toLowerCase();
      if (item[expression.field] === undefined || item[expression.field] === null) return false;
      if (expression.function === 'contains') return value.includes(text);
      return expression.function === 'startswith' ? value.startsWith(text) : value.endsWith(text);
    }
    case 'compare':
      return compare(item[expression.field] ?? null, expression.comparison, expression.value);
  }
}

function compare(value: unknown, comparison: string, wanted: Literal): boolean {
  const own = typeof wanted === 'number' && typeof value === 'string' ? Date.parse(value) : value;
  if (comparison === 'eq') return own === wanted;
  if (comparison === 'ne') return own !== wanted;
  if (own === null || wanted === null) return false;
  const difference = order(own, wanted);
  if (comparison === 'lt') return difference < 0;
  if (comparison === 'gt') return difference > 0;
  return comparison === 'le' ? difference <= 0 : difference >= 0;
}

function order(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return (a as string) < (b as string) ? -1 : 1;
}
