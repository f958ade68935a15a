import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function updateUser(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.updateUser, async ({ caller, params, body }) => ({
    body: await service.users.update(caller, params.accountId, params.userId, body),
  }));
}
