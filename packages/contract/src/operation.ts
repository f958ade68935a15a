import type { Static, TSchema } from 'typebox';

/** Which of CloudLink's services the operation belongs to; `platform` is ours. */
export type Api = 'authentication' | 'admin' | 'media' | 'notifications' | 'platform';

/** Roles in ascending order of power (contract section 2). */
export const roles = ['USER', 'ACCOUNT_ADMIN', 'PARTNER_ADMIN'] as const;
export type Role = (typeof roles)[number];

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** OData query options that a collection understands (contract section 1). */
export type ODataOption = '$filter' | '$search' | '$orderby' | '$top' | '$skip' | '$skiptoken' | '$expand';

export interface ResponseOf {
  readonly description: string;
  /** Absent: no body. */
  readonly schema?: TSchema;
  readonly example?: unknown;
}

/** One operation of the API, as data. Validation, types, OpenAPI and the SDK derive from it. */
export interface Operation {
  /** camelCase, unique over all services; the swagger's own names for the Media API. */
  readonly id: string;
  readonly api: Api;
  readonly method: Method;
  /** Below the base path, parameters in braces: `/endpoints/{endpointId}`. */
  readonly path: string;
  /** Further paths that mean the same (contract section 3). */
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** The least role that may call it; `public` needs no token. Policies refine it by resource. */
  readonly access: 'public' | Role;
  /** Path parameters; all are strings. */
  readonly params?: TSchema;
  /** Query parameters beside OData. */
  readonly query?: TSchema;
  readonly odata?: readonly ODataOption[];
  readonly body?: TSchema;
  /** Media types of the body; default application/json. */
  readonly consumes?: readonly string[];
  /** An example of the body. */
  readonly example?: unknown;
  /** Good answers by status. */
  readonly responses: Readonly<Record<number, ResponseOf>>;
  /** Statuses of the errors that it may answer with, beside 401, 429 and 500, and 403 for tokens that are not for the API. */
  readonly errors: readonly number[];
  /** Cordboard's own, not in CloudLink. */
  readonly ours?: boolean;
  /** Known to the contract but not served yet: answers 501. */
  readonly planned?: boolean;
}

type Parsed<S> = S extends TSchema ? Static<S> : undefined;

/** Types of what a handler gets, derived from the operation. */
export type ParamsOf<O extends Operation> = Parsed<O['params']>;
export type QueryOf<O extends Operation> = Parsed<O['query']>;
export type BodyOf<O extends Operation> = Parsed<O['body']>;

/** Keeps the literal types of the schemas. */
export function defineOperation<const O extends Operation>(operation: O): O {
  return operation;
}
