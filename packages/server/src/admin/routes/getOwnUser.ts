import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function getOwnUser(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.getOwnUser, async ({ caller, params }) => ({
    body: await service.users.get(caller, caller.accountId, params.userId),
  }));
}
