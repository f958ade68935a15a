import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AuthenticationService } from '../service.ts';

export function deleteToken(app: FastifyInstance, http: HttpContext, service: AuthenticationService): void {
  operation(app, http, operations.deleteToken, async ({ caller }) => {
    await service.signOut(caller);
    return { body: {} };
  });
}
