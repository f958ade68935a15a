import cors from '@fastify/cors';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { HttpMetrics } from '../metrics/http-metrics.ts';
import type { ApiError } from './api-error.ts';
import { errorBody } from './error-body.ts';
import { notFound } from './not-found.ts';
import { parseBodies } from './parse-bodies.ts';
import { limitRates } from './rate-limit.ts';
import { operationIdOf } from './route-config.ts';
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
    // No hook has run: the path could not be read.
    frameworkErrors: (error, request, reply) =>
      answerError(toApiError(error), request.id, reply.header('access-control-allow-origin', '*')),
    forceCloseConnections: true,
  });
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request, reply) => {
    void reply.header(CORRELATION, request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    o.metrics.observe(operationIdOf(request) ?? 'none', reply.statusCode, reply.elapsedTime);
  });
  await app.register(cors, {
    origin: '*',
    strictPreflight: false,
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Mitel-App', 'Idempotency-Key', CORRELATION],
    exposedHeaders: [CORRELATION, 'Retry-After', 'Idempotency-Replayed'],
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    maxAge: 600,
  });
  await parseBodies(app);
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
  // RFC 9110 section 11.6.1: every 401 names how to sign in.
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.code(problem.status).headers(problem.headers).header(CORRELATION, correlationId).send(errorBody(problem));
}
