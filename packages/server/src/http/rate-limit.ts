import { operations } from '@cordboard/contract';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessToken } from './access-token.ts';
import { ApiError } from './api-error.ts';
import { retryAfter } from './retry-after.ts';
import { operationIdOf } from './route-config.ts';

/** Short, so that Retry-After lies 2 to 5 seconds ahead as the contract's clients expect (contract section 1). */
const WINDOW_MS = 4_000;
const SHORTEST_WAIT_MS = 2_000;
/** Sign-ins of one address within a window: a password costs 30 ms of a core to check. */
const SIGN_INS = 60;

/** Limits requests of one token, or of one address without one. 0 switches the general limit off. */
export async function limitRates(app: FastifyInstance, perSecond: number, now: () => number): Promise<void> {
  await app.register(rateLimit, {
    global: perSecond > 0,
    max: (request) => (isSignIn(request) ? SIGN_INS : (perSecond * WINDOW_MS) / 1_000),
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => (isSignIn(request) ? `sign-in ${request.ip}` : keyOf(request)),
    addHeaders: {
      'retry-after': false,
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, { ttl }) => {
      const headers = retryAfter(now() + Math.max(SHORTEST_WAIT_MS, ttl));
      return new ApiError('too_many_requests', undefined, { headers });
    },
  });
}

/** By operation: the same path may be written in many ways. */
function isSignIn(request: FastifyRequest): boolean {
  const id = operationIdOf(request);
  return id === operations.createToken.id || id === operations.createAuthorizationCode.id;
}

function keyOf(request: FastifyRequest): string {
  // The end of a token is its signature: unique, and short enough as a key.
  return accessToken(request.headers.authorization)?.slice(-43) ?? request.ip;
}
