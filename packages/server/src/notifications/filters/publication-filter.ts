import { compileCondition } from './compile-condition.ts';
import { compileQuery } from './compile-query.ts';
import { type EqualityTerm, equalityTerms } from './equality-terms.ts';
import { FilterError } from './filter-error.ts';
import type { JsonObject } from './json.ts';
import { MAX_FILTER_LENGTH } from './limits.ts';
import { parseCondition } from './parse-condition.ts';
import { parseQuery } from './parse-query.ts';
import { exhausted, startRun } from './run.ts';
import { Scanner } from './scanner.ts';

export interface PublicationFilter {
  /** Constants that every matching publication carries; for an index. */
  readonly terms: readonly EqualityTerm[];
  /**
   * True when the filter selects something in `{ publications: [publication] }`. False too when the evaluation needs
   * more steps than it may have; `onExhausted` then tells.
   */
  test(publication: JsonObject, onExhausted?: () => void): boolean;
}

/**
 * Compiles a publicationFilter (contract section 6): a JSONPath over `{ publications: [publication] }`, in the words
 * of RFC 9535 or of the older JavaScript-like dialect. Where a text means something in both, RFC 9535 decides: a path
 * alone asks whether the member exists, whatever its value, and nothing is converted for a comparison.
 *
 * @throws FilterError with the position of the fault
 */
export function compilePublicationFilter(text: string): PublicationFilter {
  const query = parseFilter(text);
  const select = compileQuery(query, () => true, compileCondition);
  return {
    terms: equalityTerms(query),
    test(publication, onExhausted) {
      const document = { publications: [publication] };
      try {
        return select(document, startRun(document));
      } catch (error) {
        if (error !== exhausted) throw error;
        onExhausted?.();
        return false;
      }
    },
  };
}

function parseFilter(text: string) {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new FilterError(`longer than ${MAX_FILTER_LENGTH} characters`, MAX_FILTER_LENGTH);
  }
  const scanner = new Scanner(text);
  scanner.skipBlanks();
  if (scanner.peek() !== '$') scanner.fail(`a filter begins with $ but this begins with ${scanner.found()}`);
  const { query } = parseQuery(scanner, parseCondition, false);
  scanner.skipBlanks();
  if (!scanner.done) scanner.fail(`expected the end but found ${scanner.found()}`);
  return query;
}
