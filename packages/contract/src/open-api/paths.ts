import type { Operation } from '../operation.ts';
import { type Json, schemaAt } from './named-schemas.ts';
import { parametersOf } from './parameters.ts';
import { responsesOf } from './responses.ts';

function requestBody(operation: Operation): Json | undefined {
  if (operation.body === undefined) return undefined;
  const media = {
    schema: schemaAt(operation.body),
    ...(operation.example !== undefined && { example: operation.example }),
  };
  const types = operation.consumes ?? ['application/json'];
  return { required: true, content: Object.fromEntries(types.map((type) => [type, media])) };
}

function operationObject(operation: Operation, operationId: string): Json {
  const body = requestBody(operation);
  return {
    operationId,
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    tags: [operation.tag],
    ...(operation.access === 'public' && { security: [] }),
    parameters: parametersOf(operation),
    ...(body && { requestBody: body }),
    responses: responsesOf(operation),
    'x-api': operation.api,
    ...(operation.access !== 'public' && { 'x-least-role': operation.access }),
    ...(operation.ours === true && { 'x-cordboard': true }),
    ...(operation.planned === true && { 'x-planned': true }),
    ...(operationId !== operation.id && { 'x-alias-of': operation.id }),
  };
}

/** `paths` of the document. An alias is an operation of its own: ids are unique in OpenAPI. */
export function pathsOf(operations: readonly Operation[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    for (const [index, path] of [operation.path, ...(operation.aliases ?? [])].entries()) {
      const id = index === 0 ? operation.id : `${operation.id}Alias${index}`;
      paths[path] = { ...paths[path], [operation.method.toLowerCase()]: operationObject(operation, id) };
    }
  }
  return paths;
}
