import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function deleteUser(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.deleteUser, async ({ caller, params }) => ({
    body: await service.users.delete(caller, params.accountId, params.userId),
  }));
}
