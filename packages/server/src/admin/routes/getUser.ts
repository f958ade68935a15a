import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function getUser(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.getUser, async ({ caller, params }) => ({
    body: await service.users.get(caller, params.accountId, params.userId),
  }));
}
