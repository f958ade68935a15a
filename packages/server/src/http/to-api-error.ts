import { type ErrorCode, errorCodes } from '@cordboard/contract';
import { isUniqueViolation, StorageError } from '../storage/index.ts';
import { ApiError } from './api-error.ts';

/** Fastify's own refusals, in our words. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_BAD_URL: 'invalid_request',
};

/** What the caller is told of any error. What is no known problem becomes internal_error and says nothing more. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StorageError) return new ApiError('storage_unavailable', undefined, { cause: error });
  if (isUniqueViolation(error)) {
    return new ApiError('invalid_request', 'A value that must be unique is already in use.', { cause: error });
  }
  const { code, message, param } = error as { code?: unknown; message?: unknown; param?: unknown };
  const known =
    typeof code === 'string'
      ? (fastifyCodes[code] ?? (code in errorCodes ? (code as ErrorCode) : undefined))
      : undefined;
  if (known === undefined) return new ApiError('internal_error', undefined, { cause: error });
  const words = typeof code === 'string' && code in fastifyCodes && known !== 'body_too_large' ? undefined : message;
  return new ApiError(known, typeof words === 'string' ? words : undefined, {
    cause: error,
    ...(typeof param === 'string' ? { param } : {}),
  });
}
