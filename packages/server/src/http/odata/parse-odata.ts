import type { ODataOption } from '@cordboard/contract';
import type { Expression, Fields } from './expression.ts';
import { odataError } from './odata-error.ts';
import { parseFilter } from './parse-filter.ts';

/** Items of a page unless asked otherwise, and at most (contract section 8, item 7). */
const DEFAULT_TOP = 100;
const MAX_TOP = 1_000;
const SEARCH_LIMIT = 256;

export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

/** What a request asks of a collection. */
export interface ODataQuery {
  readonly filter: Expression | undefined;
  readonly search: string | undefined;
  readonly orders: readonly Order[];
  readonly top: number;
  readonly skip: number;
}

export interface ODataRules {
  readonly fields: Fields;
  readonly options: readonly ODataOption[];
}

/**
 * Reads the OData options of a query (contract section 1).
 * @throws ApiError invalid_filter naming the option
 */
export function parseOData(query: Readonly<Record<string, unknown>>, { fields, options }: ODataRules): ODataQuery {
  for (const name of Object.keys(query)) {
    if (name.startsWith('$') && !(options as readonly string[]).includes(name)) {
      throw odataError(name, `is not available here; use ${options.join(', ')}`);
    }
  }
  const filter = text(query, '$filter');
  const token = text(query, '$skiptoken');
  return {
    filter: filter === undefined || filter.trim() === '' ? undefined : parseFilter(filter, fields),
    search: searched(text(query, '$search')),
    orders: parseOrder(text(query, '$orderby'), fields),
    top: Math.min(whole(query, '$top') ?? DEFAULT_TOP, MAX_TOP),
    skip: token === undefined ? (whole(query, '$skip') ?? 0) : offsetOf(token),
  };
}

/** Where the next page begins, opaque for callers. */
export function skipToken(offset: number): string {
  return Buffer.from(`o${offset}`).toString('base64url');
}

function offsetOf(token: string): number {
  const match = /^o(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw odataError('$skiptoken', 'is not one that a `next` link gave');
  return Number(match[1]);
}

function searched(search: string | undefined): string | undefined {
  if (search === undefined) return undefined;
  if (search.length > SEARCH_LIMIT) throw odataError('$search', `is longer than ${SEARCH_LIMIT} characters`);
  // "some words" is the same as some words.
  return /^\s*"(.*)"\s*$/.exec(search)?.[1] ?? search.trim();
}

function parseOrder(text: string | undefined, fields: Fields): Order[] {
  if (text === undefined || text.trim() === '') return [];
  return text.split(',').map((part) => {
    const [field = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    if (!Object.hasOwn(fields, field)) {
      throw odataError('$orderby', `"${field}" cannot be ordered by; use one of: ${Object.keys(fields).join(', ')}`);
    }
    if (!/^(asc|desc)$/i.test(direction) || rest.length > 0)
      throw odataError('$orderby', 'write `field asc` or `field desc`');
    return { field, descending: direction.toLowerCase() === 'desc' };
  });
}

function text(query: Readonly<Record<string, unknown>>, option: ODataOption): string | undefined {
  const value = query[option];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw odataError(option, 'may be given only once');
  return value;
}

function whole(query: Readonly<Record<string, unknown>>, option: ODataOption): number | undefined {
  const value = text(query, option);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) throw odataError(option, 'takes a whole number from 0 on');
  return Number(value);
}
