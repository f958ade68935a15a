import { odataError } from './odata-error.ts';

export type TokenKind = 'word' | 'string' | 'time' | 'number' | '(' | ')' | ',' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Of its first character, from 0. */
  readonly at: number;
}

const SPACE = /\s*/y;
/** Word, text in single quotes, time without quotes (OData 4 writes it so), number, mark. */
const TOKEN = /([A-Za-z_][\w/.]*)|'((?:[^']|'')*)'|(\d{4}-\d\d-\d\d[\dT:.+Z-]*)|(-?\d+(?:\.\d+)?)|([(),])/y;

/** Splits a $filter; an `end` comes last. @throws ApiError invalid_filter */
export function tokenize(option: string, text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      const problem = text[at] === "'" ? 'this text has no closing quote' : `"${text[at]}" cannot be read`;
      throw odataError(option, problem, at);
    }
    tokens.push({ ...read(match), at });
    at = skipSpace(text, TOKEN.lastIndex);
  }
  tokens.push({ kind: 'end', text: 'the end', at: text.length });
  return tokens;
}

function read([all, word, string, time, number]: RegExpExecArray): { kind: TokenKind; text: string } {
  if (word !== undefined) return { kind: 'word', text: word };
  if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'") };
  if (time !== undefined) return { kind: 'time', text: time };
  if (number !== undefined) return { kind: 'number', text: number };
  return { kind: all as TokenKind, text: all };
}

function skipSpace(text: string, from: number): number {
  SPACE.lastIndex = from;
  SPACE.exec(text);
  return SPACE.lastIndex;
}
