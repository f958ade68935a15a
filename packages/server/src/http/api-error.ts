import { type ErrorCode, errorCodes } from '@cordboard/contract';

export interface ApiErrorOptions extends ErrorOptions {
  /** Field or parameter at fault. */
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one error that leaves the API: a code of the catalogue, and words for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string = errorCodes[code].meaning, options: ApiErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.param = options.param;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

export function badRequest(param: string, message: string): ApiError {
  return new ApiError('invalid_request', message, { param });
}
