import type { Expression } from '../http/index.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `contains(principal, '<a whole id>')`, as the contract writes it, can mean one user only, and is found by an index as
 * equality. Other expressions stay as they are.
 */
export function withWholePrincipals(expression: Expression): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return {
        ...expression,
        left: withWholePrincipals(expression.left),
        right: withWholePrincipals(expression.right),
      };
    case 'not':
      return { ...expression, operand: withWholePrincipals(expression.operand) };
    case 'text': {
      const { function: name, field, text } = expression;
      if (name !== 'contains' || field !== 'principal' || !GUID.test(text)) return expression;
      return { kind: 'compare', field, comparison: 'eq', value: text.toLowerCase() };
    }
    case 'compare':
      return expression;
  }
}

/** The one user that an expression asks for in any case; undefined when it does not. */
export function principalIn(expression: Expression | undefined): string | undefined {
  if (expression?.kind === 'and') return principalIn(expression.left) ?? principalIn(expression.right);
  if (expression?.kind !== 'compare' || expression.field !== 'principal' || expression.comparison !== 'eq') return;
  return typeof expression.value === 'string' ? expression.value : undefined;
}
