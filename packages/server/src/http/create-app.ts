import cors from '@fastify/cors';
import formbody from '@fastify/formbody';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { HttpMetrics } from '../metrics/http-metrics.ts';
import { ApiError } from './api-error.ts';
import { errorBody } from './error-body.ts';
import { notFound } from './not-found.ts';
import { limitRates } from './rate-limit.ts';
import { toApiError } from './to-api-error.ts';

/** Bytes of a JSON body; attachments and photos have limits of their own. */
const BODY_LIMIT = 256 * 1_024;
const CORRELATION = 'x-mitel-correlation-id';
const CORRELATION_ID = /^[\w-]{1,64}$/;

export interface AppOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: HttpMetrics;
  /** Requests of one token in a second; 0: no limit. */
  readonly requestsPerSecond: number;
}

/** The HTTP application without its routes: what holds for every request (contract section 1). */
export async function createApp(o: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: (request) => {
      const given = request.headers[CORRELATION];
      return typeof given === 'string' && CORRELATION_ID.test(given) ? given : o.ids.guid();
    },
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => answerError(toApiError(error), request.id, reply),
    forceCloseConnections: true,
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.header(CORRELATION, request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    o.metrics.observe(operationIdOf(request.routeOptions.config), reply.statusCode, reply.elapsedTime);
  });
  await app.register(cors, {
    origin: '*',
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Mitel-App', 'Idempotency-Key'],
    exposedHeaders: [CORRELATION, 'Retry-After', 'Idempotency-Replayed'],
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    maxAge: 600,
  });
  await app.register(formbody);
  parseBodies(app);
  await limitRates(app, o.requestsPerSecond, () => o.clock.now());
  app.setNotFoundHandler((request) => {
    throw notFound(request.method, request.url);
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = toApiError(error);
    if (problem.status >= 500) {
      const path = request.routeOptions.url;
      o.log.error({ err: error, correlationId: request.id, method: request.method, path }, 'A request failed');
    }
    answerError(problem, request.id, reply);
  });
  return app;
}

function answerError(problem: ApiError, correlationId: string, reply: FastifyReply): void {
  void reply.code(problem.status).headers(problem.headers).header(CORRELATION, correlationId).send(errorBody(problem));
}

/** GET and DELETE arrive with a JSON content type and no body (contract section 1): that is no body, not a bad one. */
function parseBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    parseJson(request, body as string, (error, value) => {
      if (error === null) done(null, value);
      else done(new ApiError('invalid_json', `The body is not valid JSON: ${error.message}.`, { cause: error }));
    });
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(new ApiError('unsupported_media_type', `Send JSON; this body is ${request.headers['content-type']}.`));
  });
}

function operationIdOf(config: unknown): string {
  return (config as { operationId?: string } | undefined)?.operationId ?? 'none';
}
