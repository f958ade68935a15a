import type { Operation } from '@cordboard/contract';
import type { FastifyRequest, preParsingHookHandler } from 'fastify';
import { accessToken } from './access-token.ts';
import { ApiError } from './api-error.ts';
import { type Caller, reaches, type TokenScope } from './caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

/** Who holds this access token; undefined: it is not good (any more). */
export type Authenticate = (token: string) => Caller | undefined | Promise<Caller | undefined>;

/** Finds out who calls after the limits and before the body is read: strangers learn nothing but 401. */
export function identify(o: Operation, authenticate: Authenticate): preParsingHookHandler {
  return (request, _reply, _payload, done) => {
    if (o.access === 'public') {
      done();
      return;
    }
    const token = accessToken(request.headers.authorization);
    const found = token === undefined ? undefined : authenticate(token);
    // A verified token is in memory: no turn of the event loop for it.
    if (found instanceof Promise)
      found.then(
        (caller) => done(admit(o, request, caller)),
        (error: Error) => done(error),
      );
    else done(admit(o, request, found));
  };
}

const purposes: Readonly<Record<TokenScope, string>> = {
  call: 'joining one conference',
  notifications: 'hearing notifications',
};

/** Notes the caller; gives what is wrong with them. */
function admit(o: Operation, request: FastifyRequest, caller: Caller | undefined): ApiError | undefined {
  if (caller === undefined) return new ApiError('unauthorized');
  if (caller.scope !== undefined) {
    return new ApiError('forbidden', `This token is for ${purposes[caller.scope]} alone; use your own access token.`);
  }
  if (!reaches(caller.role, o.access as Exclude<Operation['access'], 'public'>)) {
    return new ApiError('forbidden', `${o.id} needs the role ${o.access}; yours is ${caller.role}.`);
  }
  request.caller = caller;
  return undefined;
}
