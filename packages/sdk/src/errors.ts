import { errorNames } from '@cordboard/contract';

interface ErrorFields {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly docUrl?: string;
  readonly correlationId?: string;
  readonly retryAfterMs?: number;
}

/** The platform answered with an error. `message` is the platform's own (contract section 1, "Errors"). */
export class CordboardError extends Error {
  readonly status: number;
  /** What went wrong, for programs; the list is docs/errors.md. */
  readonly code: string | undefined;
  /** The field or parameter that caused it. */
  readonly param: string | undefined;
  readonly docUrl: string | undefined;
  /** Names the request in the server's log. */
  readonly correlationId: string | undefined;
  /** What Retry-After asked for, from now. */
  readonly retryAfterMs: number | undefined;

  constructor(fields: ErrorFields) {
    super(fields.message);
    this.name = fields.name;
    this.status = fields.status;
    this.code = fields.code;
    this.param = fields.param;
    this.docUrl = fields.docUrl;
    this.correlationId = fields.correlationId;
    this.retryAfterMs = fields.retryAfterMs;
  }
}

/** No answer came: refused, cut off, unknown host, or too late. `cause` is what fetch said. */
export class CordboardConnectionError extends Error {
  override readonly name = 'CordboardConnectionError';
  /** The connection was refused: the request was certainly not done. */
  readonly neverSent: boolean;

  constructor(url: string, cause: unknown) {
    const code = codeOf(cause);
    super(`No answer from ${new URL(url).origin}: ${code ?? reasonOf(cause)}`, { cause });
    this.neverSent = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  }
}

/** What fetch hides: the error of the socket is the cause of its TypeError. */
function codeOf(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string') return one.code;
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

/** Reads an error answer; one that is not the platform's (a proxy's page) gets words of its own. */
export function errorOf(response: Response, text: string, retryAfterMs?: number): CordboardError {
  const body = objectOf(text);
  const name = stringOf(body.name) ?? (errorNames as Readonly<Record<number, string>>)[response.status] ?? 'HttpError';
  const message = stringOf(body.message) ?? `The server answered ${response.status} ${response.statusText}`.trim();
  return new CordboardError({
    status: response.status,
    name,
    message,
    code: stringOf(body.code),
    param: stringOf(body.param),
    docUrl: stringOf(body.docUrl),
    correlationId: response.headers.get('x-mitel-correlation-id') ?? undefined,
    retryAfterMs,
  });
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
