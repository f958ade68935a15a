import { badRequest } from './api-error.ts';

/** Levels of a body; what the contract knows has five. */
const DEEPEST = 32;

interface Fault {
  readonly path: string[];
  readonly words: string;
}

/**
 * Refuses what cannot be kept although it is JSON: the character NUL, which PostgreSQL has no text with, and nesting
 * without end.
 * @throws ApiError invalid_request naming the field
 */
export function requirePlain(where: string, value: unknown): void {
  const fault = faultIn(value, 0);
  if (fault === undefined) return;
  const field = fault.path.slice(0, 3).join('.') || where;
  throw badRequest(field, `${where}.${field}: ${fault.words}.`);
}

function faultIn(value: unknown, depth: number): Fault | undefined {
  if (typeof value === 'string') {
    return value.includes('\0') ? { path: [], words: 'may not contain the character NUL' } : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > DEEPEST) return { path: [], words: `is nested deeper than ${DEEPEST} levels` };
  for (const [key, inner] of Object.entries(value)) {
    const fault = faultIn(inner, depth + 1);
    if (fault !== undefined) return { ...fault, path: [key, ...fault.path] };
  }
  return undefined;
}
