import { BASE_PATH, type BodyOf, type Operation, operations, type ParamsOf, type QueryOf } from '@cordboard/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import type { Answer, Answered } from './answer.ts';
import { ApiError } from './api-error.ts';
import type { Caller } from './caller.ts';
import { type Checks, compileChecks } from './checks.ts';
import type { Idempotency } from './idempotency.ts';
import { type Authenticate, identify } from './identify.ts';
import { wrongType } from './parse-bodies.ts';
import { requirePlain } from './require-plain.ts';
import { routeConfig } from './route-config.ts';

const FORM = 'application/x-www-form-urlencoded';

/** What every route needs from the house. */
export interface HttpContext {
  readonly log: Log;
  readonly authenticate: Authenticate;
  readonly idempotency: Idempotency;
  /** In tests: an answer that does not fit its contract is an error instead of a mystery. */
  readonly validateAnswers: boolean;
}

export interface OperationRequest<O extends Operation> {
  /** Only operations with `access: 'public'` may be called without one. */
  readonly caller: O['access'] extends 'public' ? Caller | undefined : Caller;
  readonly params: ParamsOf<O>;
  readonly query: QueryOf<O> & Readonly<Record<string, unknown>>;
  readonly body: BodyOf<O>;
  /** Path of the request without its query, for self links. */
  readonly self: string;
  readonly correlationId: string;
  readonly remoteAddress: string;
  /** The header Range (RFC 9110 section 14.2). */
  readonly range: string | undefined;
}

export type Handler<O extends Operation> = (request: OperationRequest<O>) => Promise<Answer>;

/**
 * Serves an operation of the contract: identity and role are checked, path, query and body validated before the
 * handler runs. Aliases of the path are served too.
 */
export function operation<const O extends Operation>(
  app: FastifyInstance,
  http: HttpContext,
  o: O,
  handler: Handler<O>,
): void {
  const checks = compileChecks(o, { answers: http.validateAnswers });
  const defaultStatus = Math.min(...Object.keys(o.responses).map(Number));
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const input = readInput(o, checks, request) as OperationRequest<O>;
    const { caller } = request;
    const run = async () => ({ status: defaultStatus, ...(await handler(input)) });
    const answer = await (o.method === 'POST' && caller !== undefined
      ? http.idempotency.once({ caller, operationId: o.id, request, run })
      : run());
    return send(reply, answer, checks);
  };
  const preParsing = identify(o, http.authenticate);
  for (const path of [o.path, ...(o.aliases ?? [])]) {
    app.route({ method: o.method, url: routePath(path), preParsing, handler: serve, config: routeConfig(o) });
  }
}

/** Operations that the contract knows and this server does not serve yet answer 501 in words. */
export function plannedOperations(app: FastifyInstance, http: HttpContext): void {
  const planned = Object.values<Operation>(operations).filter((o) => o.planned === true);
  for (const o of planned) {
    operation(app, http, o, async () => {
      throw new ApiError('not_implemented', `${o.id} (${o.summary}) is not served yet.`);
    });
  }
}

/** `/a/{b}` as Fastify writes it. */
function routePath(path: string): string {
  return BASE_PATH + path.replace(/\{(\w+)\}/g, ':$1');
}

function readInput(o: Operation, checks: Checks, request: FastifyRequest): object {
  requireType(o, request);
  const body = request.body ?? (o.body === undefined ? undefined : {});
  requirePlain('path', request.params);
  requirePlain('body', body);
  checks.params?.(request.params);
  checks.query?.(request.query);
  checks.body?.(body);
  const question = request.url.indexOf('?');
  return {
    caller: request.caller,
    params: request.params,
    query: request.query,
    body,
    self: question < 0 ? request.url : request.url.slice(0, question),
    correlationId: request.id,
    remoteAddress: request.ip,
    range: request.headers.range,
  };
}

/** Forms are read for every route; only some operations take them (contract section 1). */
function requireType(o: Operation, request: FastifyRequest): void {
  if (o.body === undefined || request.body === undefined || o.consumes?.includes(FORM)) return;
  const type = request.headers['content-type'];
  if (type?.toLowerCase().startsWith(FORM)) throw wrongType(type);
}

function send(reply: FastifyReply, { status, body, headers }: Answered, checks: Checks): unknown {
  checks.answers.get(status)?.(body);
  void reply.code(status);
  for (const [name, value] of Object.entries(headers ?? {})) void reply.header(name, value);
  return body === undefined ? reply.send() : body;
}
