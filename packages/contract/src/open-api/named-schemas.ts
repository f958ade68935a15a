import type { TSchema } from 'typebox';
import * as schemas from '../schemas/index.ts';

export type Json = { readonly [key: string]: unknown };

/** TypeBox marks what it builds; lists and examples beside the schemas carry no mark. */
function isSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && '~kind' in value;
}

/** Schemas that get a place of their own in `components`, found again by identity. */
const names = new Map<unknown, string>(
  Object.entries(schemas).flatMap(([name, value]) => (isSchema(value) ? [[value, name] as const] : [])),
);

function referenced(value: unknown): unknown {
  const name = names.get(value);
  return name === undefined ? children(value) : { $ref: `#/components/schemas/${name}` };
}

function children(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referenced);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, referenced(child)]));
}

/** The schema for a place in the document, named parts as references. */
export function schemaAt(schema: TSchema): unknown {
  return referenced(schema);
}

/** All named schemas, for `components.schemas`. */
export function componentSchemas(): Json {
  return Object.fromEntries(
    [...names].map(([schema, name]) => [name, children(schema)] as const).sort(([a], [b]) => a.localeCompare(b)),
  );
}
