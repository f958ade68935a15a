import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AuthenticationService } from '../service.ts';

export function createToken(app: FastifyInstance, http: HttpContext, service: AuthenticationService): void {
  operation(app, http, operations.createToken, async ({ body }) => ({ body: await service.token(body) }));
}
