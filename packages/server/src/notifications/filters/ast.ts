import type { Pattern } from './pattern.ts';

/** A path: `$` begins at the document, `@` at the node that a filter looks at (RFC 9535 section 2.2). */
export interface Query {
  readonly root: '$' | '@';
  readonly segments: readonly Segment[];
  readonly position: number;
}

export interface Segment {
  readonly kind: 'child' | 'descendant';
  readonly selectors: readonly Selector[];
}

export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number; readonly step: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly condition: Condition };

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** What is true or false. */
export type Condition =
  | { readonly kind: 'or' | 'and'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in'; readonly item: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'matches'; readonly text: Operand; readonly pattern: Pattern }
  | { readonly kind: 'matchesDynamic'; readonly text: Operand; readonly pattern: Operand; readonly whole: boolean }
  | { readonly kind: 'text'; readonly method: TextMethod; readonly text: Operand; readonly argument: Operand };

export type TextMethod = 'includes' | 'startsWith' | 'endsWith';

/** What has a value, or none. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string | undefined }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'length'; readonly of: Operand }
  | { readonly kind: 'count' | 'value'; readonly query: Query }
  | { readonly kind: 'indexOf'; readonly text: Operand; readonly argument: Operand };

/** True when the query yields at most one node (RFC 9535 section 2.3.5.1): only such a query may be compared. */
export function isSingular(query: Query): boolean {
  return query.segments.every(
    ({ kind, selectors }) =>
      kind === 'child' && selectors.length === 1 && (selectors[0]!.kind === 'name' || selectors[0]!.kind === 'index'),
  );
}
