import type { Condition, Operand, Query } from './ast.ts';

/** "The member at `path` is one of `values`": what every publication that the filter lets pass has in common. */
export interface EqualityTerm {
  /** From the publication: ['content', 'state']. */
  readonly path: readonly string[];
  readonly values: readonly Scalar[];
}

export type Scalar = null | boolean | number | string;

/**
 * The terms that must hold for `$.publications[?...]` to select anything: the conjuncts that compare a member with a
 * constant. An empty list when the filter has another shape.
 */
export function equalityTerms(query: Query): EqualityTerm[] {
  const [first, second] = query.segments;
  if (first?.kind !== 'child' || second?.kind !== 'child') return [];
  const [list, filter] = [onlyOf(first.selectors), onlyOf(second.selectors)];
  if (list?.kind !== 'name' || list.name !== 'publications' || filter?.kind !== 'filter') return [];
  return conjuncts(filter.condition).flatMap((condition) => termOf(condition) ?? []);
}

function onlyOf<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.conditions.flatMap(conjuncts) : [condition];
}

function termOf(condition: Condition): EqualityTerm | undefined {
  switch (condition.kind) {
    case 'compare':
      return condition.operator === '==' ? equality(condition.left, [condition.right]) : undefined;
    case 'in':
      return equality(condition.item, condition.list);
    case 'or':
      return union(condition.conditions.map(termOf));
    default:
      return undefined;
  }
}

function equality(left: Operand, right: readonly Operand[]): EqualityTerm | undefined {
  const [only] = right;
  if (left.kind === 'literal' && right.length === 1 && only?.kind === 'query') return equality(only, [left]);
  const path = left.kind === 'query' ? memberPath(left.query) : undefined;
  if (!path) return undefined;
  const values: Scalar[] = [];
  for (const operand of right) {
    if (operand.kind !== 'literal' || operand.value === undefined) return undefined;
    values.push(operand.value);
  }
  return { path, values };
}

/** Alternatives about one member are one term: `@.state == 'ringing' || @.state == 'held'`. */
function union(terms: readonly (EqualityTerm | undefined)[]): EqualityTerm | undefined {
  const [first] = terms;
  if (!first) return undefined;
  const values: Scalar[] = [];
  for (const term of terms) {
    if (!term || JSON.stringify(term.path) !== JSON.stringify(first.path)) return undefined;
    values.push(...term.values);
  }
  return { path: first.path, values };
}

function memberPath(query: Query): string[] | undefined {
  if (query.root !== '@' || query.segments.length === 0) return undefined;
  const path: string[] = [];
  for (const segment of query.segments) {
    const selector = onlyOf(segment.selectors);
    if (selector?.kind !== 'name') return undefined;
    path.push(selector.name);
  }
  // `length` may mean the length of a text or list, which is no member.
  return path.at(-1) === 'length' ? undefined : path;
}
