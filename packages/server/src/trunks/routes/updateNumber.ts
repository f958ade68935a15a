import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function updateNumber(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.updateNumber, async ({ caller, params, body }) => ({
    body: await service.numbers.update(caller, params.numberId, body),
  }));
}
