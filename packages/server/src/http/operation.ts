import {
  BASE_PATH,
  type BodyOf,
  callActions,
  type Operation,
  operations,
  type ParamsOf,
  type QueryOf,
} from '@cordboard/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log.ts';
import { accessToken } from './access-token.ts';
import type { Answer } from './answer.ts';
import { ApiError } from './api-error.ts';
import { type Caller, reaches } from './caller.ts';
import type { Idempotency } from './idempotency.ts';
import { type Check, compileCheck } from './validate.ts';

/** What every route needs from the house. */
export interface HttpContext {
  readonly log: Log;
  /** Who holds this access token; undefined: it is not good (any more). */
  authenticate(token: string): Caller | undefined | Promise<Caller | undefined>;
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
}

export type Handler<O extends Operation> = (request: OperationRequest<O>) => Promise<Answer>;

interface Checks {
  readonly params: Check | undefined;
  readonly query: Check | undefined;
  readonly body: Check | undefined;
  readonly answers: ReadonlyMap<number, Check>;
}

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
  const checks = compileChecks(o, http.validateAnswers);
  const defaultStatus = Math.min(...Object.keys(o.responses).map(Number));
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const caller = await callerOf(http, o, request);
    const input = readInput(o, checks, request, caller) as OperationRequest<O>;
    const run = () => handler(input);
    const answer = await (o.method === 'POST' && caller !== undefined
      ? http.idempotency.once({ caller, operationId: o.id, request, run })
      : run());
    return send(reply, answer, defaultStatus, checks);
  };
  for (const path of [o.path, ...(o.aliases ?? [])]) {
    app.route({ method: o.method, url: routePath(path), handler: serve, config: routeConfig(o) });
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

/** Read again by the metrics of http/create-app.ts. */
function routeConfig(o: Operation): object {
  return { operationId: o.id };
}

/** `/a/{b}` as Fastify writes it. */
function routePath(path: string): string {
  return BASE_PATH + path.replace(/\{(\w+)\}/g, ':$1');
}

async function callerOf(http: HttpContext, o: Operation, request: FastifyRequest): Promise<Caller | undefined> {
  const token = accessToken(request.headers.authorization);
  if (o.access === 'public') return undefined;
  const found = token === undefined ? undefined : http.authenticate(token);
  // A verified token is in memory: no turn of the event loop for it.
  const caller = found instanceof Promise ? await found : found;
  if (caller === undefined) {
    throw new ApiError('unauthorized', undefined, { headers: { 'www-authenticate': 'Bearer' } });
  }
  if (!reaches(caller.role, o.access)) {
    throw new ApiError('forbidden', `${o.id} needs the role ${o.access}; yours is ${caller.role}.`);
  }
  return caller;
}

function readInput(o: Operation, checks: Checks, request: FastifyRequest, caller: Caller | undefined): object {
  const body = request.body ?? (o.body === undefined ? undefined : {});
  checks.params?.(request.params);
  checks.query?.(request.query);
  checkBody(o, checks, body);
  const question = request.url.indexOf('?');
  return {
    caller,
    params: request.params,
    query: request.query,
    body,
    self: question < 0 ? request.url : request.url.slice(0, question),
    correlationId: request.id,
    remoteAddress: request.ip,
  };
}

function checkBody(o: Operation, checks: Checks, body: unknown): void {
  if (o.id === operations.updateCallByEndpointId.id && typeof (body as { action?: unknown })?.action === 'string') {
    const { action } = body as { action: string };
    if (!(callActions as readonly string[]).includes(action)) {
      const words = `There is no action "${action.slice(0, 40)}". Use one of: ${callActions.join(', ')}.`;
      throw new ApiError('unknown_action', words, { param: 'action' });
    }
  }
  checks.body?.(body);
}

function send(reply: FastifyReply, answer: Answer, defaultStatus: number, checks: Checks): unknown {
  const status = answer.status ?? defaultStatus;
  checks.answers.get(status)?.(answer.body);
  void reply.code(status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) void reply.header(name, value);
  return answer.body ?? null;
}

function compileChecks(o: Operation, validateAnswers: boolean): Checks {
  const answers = new Map<number, Check>();
  for (const [status, response] of Object.entries(o.responses)) {
    if (validateAnswers && response.schema !== undefined) {
      const check = compileCheck(response.schema, 'answer');
      answers.set(Number(status), (body) => {
        try {
          return check(body);
        } catch (error) {
          throw new Error(`${o.id} answers against its contract: ${(error as Error).message}`);
        }
      });
    }
  }
  return {
    params: o.params === undefined ? undefined : compileCheck(o.params, 'path'),
    query: o.query === undefined ? undefined : compileCheck(o.query, 'query'),
    body: o.body === undefined ? undefined : compileCheck(o.body, 'body'),
    answers,
  };
}
