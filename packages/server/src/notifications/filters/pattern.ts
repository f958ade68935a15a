import { RE2JS, RE2JSException } from 're2js';
import { FilterError } from './filter-error.ts';
import { MAX_PROGRAM_SIZE } from './limits.ts';
import { faultPosition } from './pattern-fault.ts';

/** A compiled regular expression that runs in time linear to the text. */
export interface Pattern {
  /** True when the expression is found: anywhere, or over the whole text when it was compiled `whole`. */
  test(text: string): boolean;
}

export interface PatternOptions {
  /** The expression must match the whole text. */
  readonly whole?: boolean;
  /** `i`, `m` and `s` as in JavaScript; `g` and `u` change nothing. */
  readonly flags?: string;
  /** RFC 9485: the dot matches everything but line feed and carriage return. */
  readonly iRegexp?: boolean;
  /** The source stands in the filter as it is: a fault can be placed inside it. */
  readonly verbatim?: boolean;
}

/**
 * Compiles a regular expression on RE2, which has no back-references and no look-around and therefore no expression
 * that takes exponential time.
 *
 * @throws FilterError with `position` when the expression is malformed or too large.
 */
export function compilePattern(source: string, position: number, options: PatternOptions = {}): Pattern {
  const expression = options.iRegexp ? dotsOfIRegexp(source) : source;
  const compiled = compileRe2(
    options.whole ? `\\A(?:${expression})\\z` : expression,
    flagBits(options.flags),
    (reason, part) => position + (options.verbatim ? faultPosition(source, reason, part) : 0),
  );
  if (compiled.programSize() > MAX_PROGRAM_SIZE) throw new FilterError('the regular expression is too large', position);
  return { test: (text) => compiled.test(text) };
}

function compileRe2(
  expression: string,
  flags: number,
  place: (reason: string, part: string | null | undefined) => number,
): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(expression), flags);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const { error: reason = error.message, input } = error as { error?: string; input?: string | null };
    throw new FilterError(`the regular expression cannot be read: ${reason}`, place(reason, input));
  }
}

function flagBits(flags = ''): number {
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  if (flags.includes('s')) bits |= RE2JS.DOTALL;
  return bits;
}

function dotsOfIRegexp(source: string): string {
  let inClass = false;
  return source.replace(/\\.|[[\].]/gsu, (token) => {
    if (token === '[') inClass = true;
    if (token === ']') inClass = false;
    return token === '.' && !inClass ? '[^\\n\\r]' : token;
  });
}
