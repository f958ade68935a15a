import type { Expression } from '../../http/index.ts';

/** What the text of a record that fits must have, in lower case. */
export type NeededTexts =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly NeededTexts[] };

/** Fields whose values stand in the searchText of a record. */
const searched: ReadonlySet<string> = new Set(['from', 'fromName', 'to', 'toName']);

/** Indexes have pieces of three characters: shorter texts are in none. */
const SHORTEST = 3;
/** More does not make it much rarer. */
const LONGEST = 64;

/** Undefined when records of any text may fit. */
export function neededTexts(expression: Expression): NeededTexts | undefined {
  switch (expression.kind) {
    case 'and':
      return allOf([neededTexts(expression.left), neededTexts(expression.right)]);
    case 'or': {
      const [left, right] = [neededTexts(expression.left), neededTexts(expression.right)];
      return left && right && { kind: 'any', parts: [left, right] };
    }
    case 'not':
      return undefined;
    case 'text':
      return searched.has(expression.field) ? neededText(expression.text) : undefined;
    case 'compare': {
      const { field, comparison, value } = expression;
      return searched.has(field) && comparison === 'eq' && typeof value === 'string' ? neededText(value) : undefined;
    }
  }
}

export function neededText(text: string): NeededTexts | undefined {
  const characters = [...text.toLowerCase()];
  if (characters.length < SHORTEST) return undefined;
  return { kind: 'text', text: characters.slice(0, LONGEST).join('') };
}

export function allOf(parts: readonly (NeededTexts | undefined)[]): NeededTexts | undefined {
  const needed = parts.filter((part) => part !== undefined);
  return needed.length > 1 ? { kind: 'all', parts: needed } : needed[0];
}
