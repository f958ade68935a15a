import { odataError } from './odata-error.ts';

export type TokenKind = 'word' | 'string' | 'number' | '(' | ')' | ',' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

const PATTERN = /\s*(?:([A-Za-z_][\w/.]*)|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([(),]))/gy;

/** Words of a $filter. */
export function tokenize(option: string, text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(text);
    if (match === null)
      throw odataError(option, 'this cannot be read', at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0));
    const [, word, string, number, mark] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.replaceAll("''", "'"), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else tokens.push({ kind: mark as TokenKind, text: mark as string, at });
    at = PATTERN.lastIndex;
  }
  tokens.push({ kind: 'end', text: 'the end', at: text.length });
  return tokens;
}
