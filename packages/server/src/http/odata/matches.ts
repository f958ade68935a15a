import type { Comparison, Expression, Literal, TextFunction } from './expression.ts';
import { compareValues } from './order.ts';

/** Does an item fit a $filter? `read` gives its fields as they appear on the wire; times are RFC 3339 texts there. */
export function matches(expression: Expression, read: (field: string) => unknown): boolean {
  switch (expression.kind) {
    case 'and':
      return matches(expression.left, read) && matches(expression.right, read);
    case 'or':
      return matches(expression.left, read) || matches(expression.right, read);
    case 'not':
      return !matches(expression.operand, read);
    case 'text':
      return hasText(read(expression.field), expression.function, expression.text);
    case 'compare':
      return compares(read(expression.field) ?? null, expression.comparison, expression.value);
  }
}

function hasText(value: unknown, name: TextFunction, wanted: string): boolean {
  if (typeof value !== 'string') return false;
  const own = value.toLowerCase();
  const text = wanted.toLowerCase();
  if (name === 'contains') return own.includes(text);
  return name === 'startswith' ? own.startsWith(text) : own.endsWith(text);
}

/** A field without a value is less than nothing and more than nothing: only eq and ne know it. */
function compares(value: unknown, comparison: Comparison, wanted: Literal): boolean {
  // A number beside a text: the field is a time.
  const own = typeof wanted === 'number' && typeof value === 'string' ? Date.parse(value) : value;
  if (comparison === 'eq') return own === wanted;
  if (comparison === 'ne') return own !== wanted;
  if (own === null || wanted === null) return false;
  const difference = compareValues(own, wanted);
  if (comparison === 'lt') return difference < 0;
  if (comparison === 'gt') return difference > 0;
  return comparison === 'le' ? difference <= 0 : difference >= 0;
}
