import type { FieldType, Literal } from './expression.ts';
import type { Token } from './tokens.ts';

/** A day, or a moment with its offset (RFC 3339): what has none would mean another moment on every server. */
const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** What a field of each type is compared with, in words. */
export const literalWords: Readonly<Record<FieldType, string>> = {
  string: 'a text in single quotes',
  number: 'a number',
  boolean: 'true or false',
  time: "a time such as '2026-05-04T09:30:00Z'",
};

/** The value a token stands for beside a field of `type`; times in milliseconds; undefined when it does not fit. */
export function readLiteral({ kind, text }: Token, type: FieldType): Literal | undefined {
  switch (type) {
    case 'string':
      return kind === 'string' ? text : undefined;
    case 'number':
      return kind === 'number' ? Number(text) : undefined;
    case 'boolean':
      return kind === 'word' && (text === 'true' || text === 'false') ? text === 'true' : undefined;
    case 'time': {
      const time = (kind === 'string' || kind === 'time') && TIME.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(time) ? undefined : time;
    }
  }
}
