export type Literal = string | number | boolean | null;

export const comparisons = ['eq', 'ne', 'lt', 'gt', 'le', 'ge'] as const;
export type Comparison = (typeof comparisons)[number];

export const textFunctions = ['contains', 'startswith', 'endswith'] as const;
export type TextFunction = (typeof textFunctions)[number];

/** A parsed $filter. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'compare'; readonly field: string; readonly comparison: Comparison; readonly value: Literal }
  | { readonly kind: 'text'; readonly function: TextFunction; readonly field: string; readonly text: string };

export type FieldType = 'string' | 'number' | 'boolean' | 'time';

/** What callers may filter and order by: name on the wire to column and type. Nothing else reaches SQL. */
export type Fields = Readonly<Record<string, { readonly column: string; readonly type: FieldType }>>;
