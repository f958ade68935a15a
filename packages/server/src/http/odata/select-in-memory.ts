import { matches } from './matches.ts';
import { compareValues } from './order.ts';
import type { ODataQuery } from './parse-odata.ts';

/**
 * The page of a list that is not in a table: live calls. Items are compared as they appear on the wire. Without an
 * $orderby, and where it leaves two items equal, they keep the order they came in.
 * @param search fields that $search looks into
 */
export function selectInMemory<T extends object>(
  items: readonly T[],
  { filter, search, orders, top, skip }: ODataQuery,
  fields: { readonly search?: readonly string[] } = {},
): { page: T[]; more: boolean } {
  const read = (item: T, field: string): unknown => (item as Readonly<Record<string, unknown>>)[field];
  let chosen = [...items];
  if (filter !== undefined) chosen = chosen.filter((item) => matches(filter, (field) => read(item, field)));
  if (search !== undefined && fields.search !== undefined) {
    const text = search.toLowerCase();
    const names = fields.search;
    chosen = chosen.filter((item) => names.some((name) => textOf(read(item, name)).includes(text)));
  }
  for (const { field, descending } of orders.toReversed()) {
    const sign = descending ? -1 : 1;
    chosen.sort((a, b) => sign * compareValues(read(a, field), read(b, field)));
  }
  const end = skip + top;
  return { page: chosen.slice(skip, end), more: chosen.length > end };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
