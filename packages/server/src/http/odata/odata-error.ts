import { ApiError } from '../api-error.ts';

/** 400 for an OData option, with the position of the fault when there is one. */
export function odataError(option: string, message: string, position?: number): ApiError {
  const where = position === undefined ? '' : ` (at character ${position + 1})`;
  return new ApiError('invalid_filter', `${option}: ${message}${where}.`, { param: option });
}
