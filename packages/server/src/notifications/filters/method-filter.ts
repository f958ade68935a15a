import { FilterError } from './filter-error.ts';

/** The methods of publications: what happened to the subject. */
const METHODS: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'];

/**
 * Reads a methodFilter (contract section 6): one method, or several with commas or bars between them, in any case.
 * Undefined stands for all methods.
 *
 * @throws FilterError
 */
export function parseMethodFilter(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || text.trim() === '' || text.trim() === '*') return undefined;
  if (text.length > 100) throw new FilterError('longer than 100 characters', 100);
  const methods = new Set<string>();
  let position = 0;
  for (const part of text.split(/[,|]/)) {
    const method = part.trim().toUpperCase();
    if (!METHODS.includes(method)) {
      throw new FilterError(`unknown method '${part.trim()}'; known are ${METHODS.join(', ')}`, position);
    }
    methods.add(method);
    position += part.length + 1;
  }
  return [...methods];
}
