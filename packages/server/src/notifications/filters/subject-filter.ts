import { BASE_PATH } from '@cordboard/contract';
import { FilterError } from './filter-error.ts';
import { MAX_FILTER_LENGTH } from './limits.ts';
import { compilePattern } from './pattern.ts';
import { isPlainText, requiredKeys } from './required-keys.ts';

export interface SubjectFilter {
  /** Texts beginning with '/' of which one stands in every matching subject; undefined when there is none. For an index. */
  readonly keys: readonly string[] | undefined;
  test(subject: string): boolean;
}

/**
 * Compiles a subjectFilter (contract section 6): a regular expression that is sought in the subject, and in the subject
 * without its version prefix, because clients anchor it at either.
 *
 * @throws FilterError
 */
export function compileSubjectFilter(text: string): SubjectFilter {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new FilterError(`longer than ${MAX_FILTER_LENGTH} characters`, MAX_FILTER_LENGTH);
  }
  const keys = requiredKeys(text);
  if (isPlainText(text)) return { keys, test: (subject) => subject.includes(text) };
  const pattern = compilePattern(text, 0, { verbatim: true });
  return { keys, test: (subject) => pattern.test(subject) || pattern.test(withoutBasePath(subject)) };
}

function withoutBasePath(subject: string): string {
  return subject.startsWith(`${BASE_PATH}/`) ? subject.slice(BASE_PATH.length) : subject;
}
