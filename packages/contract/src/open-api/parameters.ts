import type { TSchema } from 'typebox';
import type { ODataOption, Operation } from '../operation.ts';
import { type Json, schemaAt } from './named-schemas.ts';

const odata: Readonly<Record<ODataOption, Json>> = {
  $filter: {
    schema: { type: 'string' },
    description: 'eq ne lt gt le ge and or, contains(field, text); text in single quotes',
  },
  $search: { schema: { type: 'string' }, description: 'Text to look for' },
  $orderby: { schema: { type: 'string' }, description: 'Field, then asc or desc; several between commas' },
  $top: { schema: { type: 'integer', minimum: 0 }, description: 'Most items on a page' },
  $skip: { schema: { type: 'integer', minimum: 0 }, description: 'Items to leave out at the beginning' },
  $skiptoken: { schema: { type: 'string' }, description: 'Where the next page begins, from `_links.next`' },
  $expand: { schema: { type: 'string' }, description: 'Related resources to embed' },
};

const headers: Readonly<Record<string, Json>> = {
  app: { name: 'X-Mitel-App', description: 'Names the calling program; any form, never required' },
  idempotencyKey: {
    name: 'Idempotency-Key',
    description: 'Your own key for this request: a second request with it gets the first answer again',
  },
};

function ref(name: string): Json {
  return { $ref: `#/components/parameters/${name}` };
}

/** OData options and headers that operations share, for `components.parameters`. */
export function componentParameters(): Json {
  return {
    ...Object.fromEntries(
      Object.entries(odata).map(([name, rest]) => [name.slice(1), { name, in: 'query', required: false, ...rest }]),
    ),
    ...Object.fromEntries(
      Object.entries(headers).map(([key, rest]) => [
        key,
        { ...rest, in: 'header', required: false, schema: { type: 'string' } },
      ]),
    ),
  };
}

/** Properties of an object schema with their names and whether they must be there. */
function fieldsOf(schema: TSchema | undefined): { name: string; schema: TSchema; required: boolean }[] {
  const object = schema as { properties?: Record<string, TSchema>; required?: readonly string[] } | undefined;
  return Object.entries(object?.properties ?? {}).map(([name, field]) => ({
    name,
    schema: field,
    required: object?.required?.includes(name) ?? false,
  }));
}

/** All parameters of an operation: path, query, OData, headers. */
export function parametersOf(operation: Operation): unknown[] {
  const path = fieldsOf(operation.params).map((field) => ({
    name: field.name,
    in: 'path',
    required: true,
    schema: schemaAt(field.schema),
  }));
  const query = fieldsOf(operation.query).map((field) => ({
    name: field.name,
    in: 'query',
    required: field.required,
    schema: schemaAt(field.schema),
  }));
  const shared = (operation.odata ?? []).map((option) => ref(option.slice(1)));
  const keyed = operation.method === 'POST' && operation.access !== 'public';
  return [...path, ...query, ...shared, ref('app'), ...(keyed ? [ref('idempotencyKey')] : [])];
}
