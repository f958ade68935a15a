import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function updateAccount(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.updateAccount, async ({ caller, params, body }) => ({
    body: await service.accounts.update(caller, params.accountId, body),
  }));
}
