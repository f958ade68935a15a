import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function getAccount(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.getAccount, async ({ caller, params }) => ({
    body: await service.accounts.get(caller, params.accountId),
  }));
}
