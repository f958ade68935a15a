import { type ErrorCode, errorCodes } from '@cordboard/contract';
import { isUniqueViolation, StorageError } from '../storage/index.ts';
import { ApiError } from './api-error.ts';

/** Fastify's own refusals, in our words; without any, those of the code. */
const fastifyErrors: Readonly<Record<string, { readonly code: ErrorCode; readonly words?: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'body_too_large' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported_media_type' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'invalid_request', words: 'The body is not as long as Content-Length.' },
  FST_ERR_BAD_URL: { code: 'invalid_request', words: 'The path has a % that begins no character in UTF-8.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'invalid_request', words: 'A part of the path is too long.' },
};

/** What the caller is told of any error. What is no known problem becomes internal_error and says nothing more. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StorageError) return new ApiError('storage_unavailable', undefined, { cause: error });
  if (isUniqueViolation(error)) {
    return new ApiError('invalid_request', 'A value that must be unique is already in use.', { cause: error });
  }
  const { code, message, param } = error as { code?: unknown; message?: unknown; param?: unknown };
  if (typeof code !== 'string') return new ApiError('internal_error', undefined, { cause: error });
  const known = fastifyErrors[code];
  if (known !== undefined) return new ApiError(known.code, known.words, { cause: error });
  if (!(code in errorCodes)) return new ApiError('internal_error', undefined, { cause: error });
  return new ApiError(code as ErrorCode, typeof message === 'string' ? message : undefined, {
    cause: error,
    ...(typeof param === 'string' ? { param } : {}),
  });
}
