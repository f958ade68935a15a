import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function listNumbers(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.listNumbers, async ({ caller, self }) => ({
    body: collection(self, await service.numbers.list(caller)),
  }));
}
