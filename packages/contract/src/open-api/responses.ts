import { errorCodes } from '../error-codes.ts';
import { type ErrorStatus, errorNames } from '../error-names.ts';
import type { Operation } from '../operation.ts';
import { ErrorBody } from '../schemas/shared/error.ts';
import { type Json, schemaAt } from './named-schemas.ts';

const correlation = { 'x-mitel-correlation-id': { $ref: '#/components/headers/correlationId' } };

export const componentHeaders = {
  correlationId: { description: 'Names this exchange in the logs of the server', schema: { type: 'string' } },
  retryAfter: { description: 'When to try again, as an HTTP-date', schema: { type: 'string' } },
};

function errorResponse(status: ErrorStatus): Json {
  const codes = Object.entries(errorCodes).filter(([, kind]) => kind.status === status);
  const [first] = codes;
  const retry = status === 429 ? { 'Retry-After': { $ref: '#/components/headers/retryAfter' } } : {};
  return {
    description: `${errorNames[status]}. Codes: ${codes.map(([code]) => code).join(', ')}`,
    headers: { ...correlation, ...retry },
    content: {
      'application/json': {
        schema: schemaAt(ErrorBody),
        ...(first && { example: { name: errorNames[status], message: first[1].meaning, code: first[0] } }),
      },
    },
  };
}

/** One response an error status, and one for any other error, for `components.responses`. */
export function componentResponses(): Json {
  const statuses = Object.keys(errorNames).map((status) => Number(status) as ErrorStatus);
  return {
    ...Object.fromEntries(statuses.map((status) => [errorNames[status], errorResponse(status)])),
    Error: {
      description: 'Any other error',
      headers: correlation,
      content: { 'application/json': { schema: schemaAt(ErrorBody) } },
    },
  };
}

function errorStatuses(operation: Operation): number[] {
  const always = operation.body === undefined ? [401, 429, 500] : [400, 401, 413, 415, 429, 500];
  const planned = operation.planned === true ? [501] : [];
  return [...new Set([...operation.errors, ...always, ...planned])].sort((a, b) => a - b);
}

/** Good answers with their examples, then every error. */
export function responsesOf(operation: Operation): Json {
  const good = Object.entries(operation.responses).map(([status, response]) => {
    const media = response.schema && {
      schema: schemaAt(response.schema),
      ...(response.example !== undefined && { example: response.example }),
    };
    const content = media && { content: { 'application/json': media } };
    return [status, { description: response.description, headers: correlation, ...content }] as const;
  });
  const bad = errorStatuses(operation).map(
    (status) => [String(status), { $ref: `#/components/responses/${errorNames[status as ErrorStatus]}` }] as const,
  );
  return Object.fromEntries([...good, ...bad, ['default', { $ref: '#/components/responses/Error' }]]);
}
