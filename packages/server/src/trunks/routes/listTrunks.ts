import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function listTrunks(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.listTrunks, async ({ caller, self }) => ({
    body: collection(self, await service.trunks.list(caller)),
  }));
}
