import { odataError } from './odata-error.ts';

/** What a row is ordered by: a value for each column of the order. */
export type Position = readonly (string | number)[];

const TOKEN_LIMIT = 2_000;

/** Opaque for callers. */
export function writePosition(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws ApiError invalid_filter */
export function readPosition(token: string): Position {
  const values = token.length > TOKEN_LIMIT ? undefined : parsed(Buffer.from(token, 'base64url').toString());
  const isValue = (value: unknown) =>
    (typeof value === 'string' && !value.includes('\0')) || (typeof value === 'number' && Number.isSafeInteger(value));
  if (!Array.isArray(values) || values.length === 0 || !values.every(isValue)) throw strangeToken();
  return values;
}

export function strangeToken() {
  return odataError('$skiptoken', 'is not one that a `next` link gave');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
