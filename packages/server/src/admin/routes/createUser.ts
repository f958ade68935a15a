import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function createUser(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.createUser, async ({ caller, params, body }) => ({
    body: await service.users.create(caller, params.accountId, body),
  }));
}
