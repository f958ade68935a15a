import { BASE_PATH, type Operation, operations } from '@cordboard/contract';
import { ApiError } from './api-error.ts';

const patterns = Object.values<Operation>(operations).flatMap((o) =>
  [o.path, ...(o.aliases ?? [])].map((path) => ({
    method: o.method,
    expression: new RegExp(`^${BASE_PATH}${path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
  })),
);

/** What to say about a request that no route takes: the path is unknown, or only the method. */
export function notFound(method: string, url: string): ApiError {
  const path = url.split('?')[0] ?? '';
  const methods = [
    ...new Set(patterns.filter(({ expression }) => expression.test(path)).map((pattern) => pattern.method)),
  ];
  if (methods.length > 0 && !methods.some((known) => known === method)) {
    const allow = methods.join(', ');
    return new ApiError('method_not_allowed', `This path takes ${allow}.`, { headers: { allow } });
  }
  return new ApiError(
    'unknown_route',
    `There is nothing at ${path.slice(0, 200)}. Every path begins with ${BASE_PATH}.`,
  );
}
