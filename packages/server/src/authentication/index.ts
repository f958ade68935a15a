import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { createAuthorizationCode } from './routes/createAuthorizationCode.ts';
import { createToken } from './routes/createToken.ts';
import { deleteToken } from './routes/deleteToken.ts';
import { getToken } from './routes/getToken.ts';
import type { AuthenticationService } from './service.ts';

export { AuthenticationService } from './service.ts';

/** Serves the Authentication API, and the public keys for those who verify tokens themselves. */
export function authenticationRoutes(app: FastifyInstance, http: HttpContext, service: AuthenticationService): void {
  for (const route of [createAuthorizationCode, createToken, getToken, deleteToken]) route(app, http, service);
  app.get('/.well-known/jwks.json', async () => service.jwks);
}
