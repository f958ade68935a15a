import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function createOwnUser(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.createOwnUser, async ({ caller, body }) => ({
    body: await service.users.create(caller, caller.accountId, { ...body, role: 'USER' }),
  }));
}
