import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function updateOwnUser(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.updateOwnUser, async ({ caller, params, body }) => ({
    body: await service.users.update(caller, caller.accountId, params.userId, body),
  }));
}
