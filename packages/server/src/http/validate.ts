import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type ApiError, badRequest } from './api-error.ts';

/** Checks a value; gives it back, or throws with the field at fault. */
export type Check = (value: unknown) => unknown;

interface SchemaFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/** Compiles a schema once. `where`: `body`, `query` or `params`, named in the error. */
export function compileCheck(schema: TSchema, where: string): Check {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return value;
    throw fault(where, schema, validator.Errors(value) as SchemaFault[]);
  };
}

function fault(where: string, schema: TSchema, faults: readonly SchemaFault[]): ApiError {
  const first = faults[0];
  if (first === undefined) return badRequest(where, `The ${where} is not what the operation takes.`);
  const field = [...first.instancePath.split('/').slice(1), ...missingField(first)].join('.');
  if (field === '') return badRequest(where, `The ${where} ${first.message}.`);
  const allowed = allowedValues(schema, field);
  if (allowed !== undefined) return badRequest(field, `${where}.${field}: should be one of: ${allowed.join(', ')}.`);
  const words = first.keyword === 'required' ? 'is missing' : first.message;
  return badRequest(field, `${where}.${field}: ${words}.`);
}

function missingField({ keyword, params }: SchemaFault): string[] {
  const { requiredProperties, additionalProperties } = params as {
    requiredProperties?: string[];
    additionalProperties?: string[];
  };
  if (keyword === 'required') return requiredProperties?.slice(0, 1) ?? [];
  if (keyword === 'additionalProperties') return additionalProperties?.slice(0, 1) ?? [];
  return [];
}

interface Property {
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Property[];
}

/** The values of a top-level enumeration, for the message; one that may also be null lies in a union. */
function allowedValues(schema: TSchema, field: string): readonly unknown[] | undefined {
  const { properties } = schema as { properties?: Record<string, Property> };
  const property = properties?.[field];
  return property?.enum ?? property?.anyOf?.find((part) => part.enum !== undefined)?.enum;
}
