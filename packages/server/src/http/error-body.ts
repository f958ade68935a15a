import { errorCodes } from '@cordboard/contract';
import type { ApiError } from './api-error.ts';

/** Where each code is explained; relative to the repository's documentation. */
const DOCS = 'docs/errors.md';

/** The contract's `{ name, message }` with our additions (contract section 1, "Errors"). */
export function errorBody(error: ApiError): object {
  return {
    name: errorCodes[error.code].name,
    message: error.message,
    code: error.code,
    ...(error.param === undefined ? {} : { param: error.param }),
    docUrl: `${DOCS}#${error.code}`,
  };
}
