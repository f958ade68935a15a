import type { ODataOption } from '@cordboard/contract';
import type { Expression, Fields } from './expression.ts';
import { odataError } from './odata-error.ts';
import { parseFilter } from './parse-filter.ts';
import { type Position, readPosition, strangeToken } from './position-token.ts';

/** Items of a page unless asked otherwise, and at most (contract section 8, item 7). */
const DEFAULT_TOP = 100;
const MAX_TOP = 1_000;
/** Beyond it is no row; still exact in a double and within a bigint. */
const MAX_SKIP = 1_000_000_000;
const SEARCH_LIMIT = 256;
const ORDER_LIMIT = 10;
const EXPAND_LIMIT = 10;

export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

/** What a request asks of a collection. */
export interface ODataQuery {
  readonly filter: Expression | undefined;
  /** Not empty. */
  readonly search: string | undefined;
  readonly orders: readonly Order[];
  readonly top: number;
  readonly skip: number;
  /** Where the page before this one ended, in lists that page by position. */
  readonly after?: Position;
  /** Names of what is to be embedded; those of the operation are its own business. */
  readonly expand: readonly string[];
}

export interface ODataRules {
  readonly fields: Fields;
  /** Those that $orderby takes, when not all. */
  readonly orderFields?: Fields;
  readonly options: readonly ODataOption[];
  /** Pages begin after a row and not at a number, so that they stay what they were while rows come and go. */
  readonly byPosition?: boolean;
}

/**
 * Reads the OData options of a query (contract section 1).
 * @throws ApiError invalid_filter naming the option
 */
export function parseOData(
  query: Readonly<Record<string, unknown>>,
  { fields, orderFields = fields, options, byPosition = false }: ODataRules,
): ODataQuery {
  for (const name of Object.keys(query)) {
    if (name.startsWith('$') && !(options as readonly string[]).includes(name)) {
      throw odataError(name, `is not available here; use ${options.join(', ')}`);
    }
  }
  const filter = text(query, '$filter');
  const token = text(query, '$skiptoken');
  const after = token === undefined || !byPosition ? undefined : readPosition(token);
  return {
    ...(after === undefined ? {} : { after }),
    filter: filter === undefined || filter.trim() === '' ? undefined : parseFilter(filter, fields),
    search: searched(text(query, '$search')),
    orders: parseOrder(text(query, '$orderby'), orderFields),
    top: Math.min(whole(query, '$top') ?? DEFAULT_TOP, MAX_TOP),
    skip: token === undefined || byPosition ? Math.min(whole(query, '$skip') ?? 0, MAX_SKIP) : offsetOf(token),
    expand: parseExpand(text(query, '$expand')),
  };
}

/** Where the next page begins, opaque for callers. */
export function skipToken(offset: number): string {
  return Buffer.from(`o${offset}`).toString('base64url');
}

function offsetOf(token: string): number {
  const offset = Number(/^o(\d{1,10})$/.exec(Buffer.from(token, 'base64url').toString())?.[1]);
  // Also refuses what decodes to a number by leniency alone.
  if (skipToken(offset) !== token) throw strangeToken();
  return Math.min(offset, MAX_SKIP);
}

function searched(search: string | undefined): string | undefined {
  if (search === undefined) return undefined;
  if (search.length > SEARCH_LIMIT) throw odataError('$search', `is longer than ${SEARCH_LIMIT} characters`);
  // "some words" is the same as some words.
  const words = /^\s*"(.*)"\s*$/.exec(search)?.[1] ?? search.trim();
  return words === '' ? undefined : words;
}

function parseExpand(text: string | undefined): string[] {
  if (text === undefined || text.trim() === '') return [];
  const names = text.split(',').map((name) => name.trim());
  if (names.length > EXPAND_LIMIT) throw odataError('$expand', `takes at most ${EXPAND_LIMIT} names`);
  const wrong = names.find((name) => !/^[A-Za-z_]\w{0,63}$/.test(name));
  if (wrong !== undefined) throw odataError('$expand', `"${wrong}" is no name`);
  return [...new Set(names)];
}

function parseOrder(text: string | undefined, fields: Fields): Order[] {
  if (text === undefined || text.trim() === '') return [];
  const parts = text.split(',');
  if (parts.length > ORDER_LIMIT) throw odataError('$orderby', `takes at most ${ORDER_LIMIT} fields`);
  return parts.map((part) => {
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
  // PostgreSQL has no text with it.
  if (value.includes('\0')) throw odataError(option, 'may not contain the character NUL', value.indexOf('\0'));
  return value;
}

function whole(query: Readonly<Record<string, unknown>>, option: ODataOption): number | undefined {
  const value = text(query, option);
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw odataError(option, 'takes a whole number from 0 on');
  return Number(value);
}
